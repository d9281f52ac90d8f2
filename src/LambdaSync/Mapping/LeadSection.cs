using LambdaSync.Fields;

namespace LambdaSync.Mapping;

/// <summary>
/// The mapping's section of leads serves AWS's files and its API, which name the same things differently: each side works with the lines
/// that it has a field for.
/// </summary>
static class LeadSection
{
    /// <summary>The section as files use it: without the lines of the API.</summary>
    public static ObjectMapping ForFiles(ObjectMapping source) => source with
    {
        Fields = [.. source.Fields.Where(line => !LeadPaths.IsApi(line.Aws))],
        WhenInbound = [.. source.WhenInbound.Where(IsOfFile)],
        WhenOutbound = [.. source.WhenOutbound.Where(IsOfFile)],
        Convert = null,
        Invitation = null,
    };

    /// <summary>
    /// The section as the API uses it: a file's field stands for the API's member, unless a line names that member itself; lines of fields
    /// that the API does not have are left out.
    /// </summary>
    public static ObjectMapping ForApi(ObjectMapping source)
    {
        var own = source.Fields.Where(line => LeadPaths.IsApi(line.Aws)).ToList();
        var (paths, crm) = (own.Select(line => line.Aws).ToHashSet(StringComparer.Ordinal), own.Where(line => line.Inbound).Select(line => line.Crm).ToHashSet(StringComparer.Ordinal));
        var ofFile = source.Fields.Where(line => !LeadPaths.IsApi(line.Aws) && LeadPaths.OfApi(line.Aws) is { } path && !paths.Contains(path) && !(line.Inbound && crm.Contains(line.Crm)))
            .Select(line => line with { Aws = LeadPaths.OfApi(line.Aws)! });
        return source with
        {
            Fields = [.. own, .. ofFile],
            WhenInbound = [.. source.WhenInbound.Select(ForApi).OfType<Condition>()],
            WhenOutbound = [.. source.WhenOutbound.Select(ForApi).OfType<Condition>()],
            Convert = source.Convert is { } convert ? convert with { When = [.. convert.When.Select(ForApi).OfType<Condition>()] } : null,
        };
    }

    /// <summary>Whether the API has no field for a line, or another line names its member.</summary>
    public static bool IsInactive(ObjectMapping source, FieldMapping line) =>
        !LeadPaths.IsApi(line.Aws) && (LeadPaths.OfApi(line.Aws) is not { } path || source.Fields.Any(other => other.Aws == path));

    static bool IsOfFile(Condition condition) => condition.Aws is not { } aws || !LeadPaths.IsApi(aws);

    static Condition? ForApi(Condition condition) =>
        condition.Aws is not { } aws ? condition : LeadPaths.OfApi(aws) is { } path ? condition with { Aws = path } : null;
}
