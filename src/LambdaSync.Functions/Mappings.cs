using LambdaSync.Connections;
using LambdaSync.Fields;
using LambdaSync.Mapping;

namespace LambdaSync.Functions;

/// <summary>The mapping as the handlers use it.</summary>
static class Mappings
{
    /// <summary>The part of a mapping for one object.</summary>
    /// <exception cref="ConnectionException">The mapping contradicts itself: nothing can be synchronized until it is corrected.</exception>
    public static CompiledMapping Compile(MappingDocument mapping, AceObject aceObject)
    {
        var issues = new List<Issue>();
        return CompiledMapping.Compile(mapping, aceObject, issues) ?? throw Unusable(issues);
    }

    /// <summary>The part for leads of the API; null: the mapping has no section for leads.</summary>
    /// <exception cref="ConnectionException">The mapping contradicts itself: nothing can be synchronized until it is corrected.</exception>
    public static CompiledMapping? CompileLeads(MappingDocument mapping)
    {
        var issues = new List<Issue>();
        return mapping.Lead is null ? null : CompiledMapping.CompileLeads(mapping, issues) ?? throw Unusable(issues);
    }

    /// <summary>The parts for what AWS Marketplace has, by section.</summary>
    /// <exception cref="ConnectionException">The mapping contradicts itself: nothing can be synchronized until it is corrected.</exception>
    public static IReadOnlyDictionary<string, CompiledMapping> CompileMarketplace(MappingDocument mapping)
    {
        var issues = new List<Issue>();
        return mapping.Marketplace.Keys.ToDictionary(name => name, name => CompiledMapping.CompileMarketplace(mapping, name, issues) ?? throw Unusable(issues), StringComparer.Ordinal);
    }

    static ConnectionException Unusable(List<Issue> issues) => new(
        $"the mapping can't be used: {string.Join("; ", issues.Where(i => i.Severity == Severity.Error).Select(i => $"{i.Field}: {i.Rule}"))}. Fix: correct it; 'lambdasync mapping check' shows all errors.",
        transient: false);
}
