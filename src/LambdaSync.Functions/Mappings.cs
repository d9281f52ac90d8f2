using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using LambdaSync.Connections;
using LambdaSync.Fields;
using LambdaSync.Mapping;

namespace LambdaSync.Functions;

/// <summary>The mapping as the handlers use it.</summary>
static class Mappings
{
    // Several handlers of one process use the same document.
    static readonly ConditionalWeakTable<MappingDocument, ConcurrentDictionary<AceObject, CompiledMapping>> Compiled = [];
    static readonly ConditionalWeakTable<MappingDocument, CompiledMapping> CompiledLeads = [];

    /// <summary>The part of a mapping for one object. What is compiled once is kept with the document.</summary>
    /// <exception cref="ConnectionException">The mapping contradicts itself: nothing can be synchronized until it is corrected.</exception>
    public static CompiledMapping Compile(MappingDocument mapping, AceObject aceObject) =>
        Compiled.GetValue(mapping, static _ => new()).GetOrAdd(aceObject, static (key, document) => Anew(document, key), mapping);

    static CompiledMapping Anew(MappingDocument mapping, AceObject aceObject)
    {
        var issues = new List<Issue>();
        return CompiledMapping.Compile(mapping, aceObject, issues) ?? throw Unusable(issues);
    }

    /// <summary>The part for leads of the API; null: the mapping has no section for leads.</summary>
    /// <exception cref="ConnectionException">The mapping contradicts itself: nothing can be synchronized until it is corrected.</exception>
    public static CompiledMapping? CompileLeads(MappingDocument mapping)
    {
        return mapping.Lead is null ? null : CompiledLeads.GetValue(mapping, Anew);

        static CompiledMapping Anew(MappingDocument mapping)
        {
            var issues = new List<Issue>();
            return CompiledMapping.CompileLeads(mapping, issues) ?? throw Unusable(issues);
        }
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
