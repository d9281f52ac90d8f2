using LambdaSync.Kinds.AgreementRequests;
using LambdaSync.Kinds.ChangeSets;
using LambdaSync.Kinds.CrmRecords;
using LambdaSync.Kinds.Engagements;
using LambdaSync.Kinds.Invitations;
using LambdaSync.Kinds.Leads;
using LambdaSync.Kinds.Marketplace;
using LambdaSync.Kinds.Opportunities;
using LambdaSync.Kinds.Prospecting;
using LambdaSync.Marketplace;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds;

/// <summary>All kinds of records, one folder each.</summary>
/// <param name="rules">The rules of opportunities.</param>
/// <param name="leads">The rules of leads; null: the mapping document has no section for them.</param>
/// <param name="marketplace">The rules of what AWS Marketplace has, by section; null: the mapping document has none.</param>
/// <param name="sellers">The seller accounts that AWS Marketplace's records are of; null: one.</param>
public sealed class RecordKinds(KindRules rules, KindRules? leads = null, IReadOnlyDictionary<string, KindRules>? marketplace = null, SellerAccounts? sellers = null)
{
    readonly IReadOnlyList<IKind> _all =
    [
        new OpportunityKind(rules, leads, Mapped(marketplace)), new CrmRecordKind(rules, leads), new InvitationKind(rules, leads), new EngagementKind(rules, leads), new LeadKind(), new ProspectingKind(rules),
        new ChangeSetKind(), new AgreementRequestKind(),
        .. MarketSection.All.Where(section => section.EntityTypes.Count > 0).Select(section => new EntityKind(section, marketplace?.GetValueOrDefault(section.Name), sellers, Mapped(marketplace))),
        new AgreementKind(marketplace?.GetValueOrDefault(MarketSection.Agreement.Name), sellers, Mapped(marketplace)),
    ];

    /// <summary>The rules of opportunities.</summary>
    public KindRules Rules => rules;

    /// <summary>The rules of leads; null: the mapping document has no section for them.</summary>
    public KindRules? Leads => leads;

    /// <summary>The rules of what AWS Marketplace has, by section.</summary>
    public IReadOnlyDictionary<string, KindRules> Marketplace { get; } = marketplace ?? new Dictionary<string, KindRules>();

    static HashSet<string> Mapped(IReadOnlyDictionary<string, KindRules>? marketplace) => marketplace is null ? [] : [.. marketplace.Keys];

    /// <exception cref="InvalidOperationException">The key is not a record's.</exception>
    public IKind Of(WorkKey key) => _all.FirstOrDefault(k => k.Kind == key.Kind) ?? throw new InvalidOperationException($"{key} is no record");
}
