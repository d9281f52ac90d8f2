using LambdaSync.Connections.Crm;
using LambdaSync.Mapping;
using LambdaSync.Sync;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>The built-in CRM's answers that do not depend on where its records are stored.</summary>
static class BuiltInAnswers
{
    // The fields change with the release only.
    const string Token = "1";

    public static CrmOrganization Organization(string id) => new(
        Crms.BuiltIn, id, "Built-in CRM", IsSandbox: false, UserId: null, ApiVersion: null,
        new CrmGuarantees(CrmPrecondition.Exact, AtomicLinks: true, TellsDeleted: true, TakesNotices: false));

    public static CrmMetadata? Describe(CrmSchema schema, IReadOnlyList<string> objects, string? known) => known == Token ? null : Of(schema.Metadata, objects) with { Token = Token };

    public static IReadOnlyList<CrmResult> Notify(IReadOnlyList<CrmNotice> notices) => [.. notices.Select(_ => CrmResult.Refused(
        Issue.Error(IssueCodes.CrmRejected, null, null, "The built-in CRM shows no notices.", "Read them with 'lambdasync log list'.")))];

    static CrmMetadata Of(CrmMetadata all, IReadOnlyList<string> objects)
    {
        if (objects.Count == 0)
            return all;
        var named = objects.ToHashSet(StringComparer.Ordinal);
        for (var step = 0; step < CrmMetadata.MaxRelations; step++)
            named.UnionWith([.. all.Objects.Where(o => named.Contains(o.Name)).SelectMany(o => o.Fields).Select(f => f.RelatesTo).OfType<string>()]);
        return all with { Objects = [.. all.Objects.Where(o => named.Contains(o.Name))] };
    }
}
