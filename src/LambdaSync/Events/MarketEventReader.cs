using LambdaSync.Kinds.Marketplace;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Events;

/// <summary>
/// Reads the events of AWS Marketplace (user guide, notifications-eventbridge). Casing is mixed in what is published, and members are missing
/// in some of the events that were seen, so only the identifiers are needed.
/// </summary>
public static class MarketEventReader
{
    // What an event says of an agreement and DescribeAgreement does not, or not to the maker of a resold product.
    static readonly (string Name, string Object, string Member)[] Facts =
    [
        ("intent", "agreement", "intent"), ("status", "agreement", "status"), ("startTime", "agreement", "startTime"), ("endTime", "agreement", "endTime"), ("acceptanceTime", "agreement", "acceptanceTime"),
        ("previousAgreementId", "agreement", "previousAgreementId"), ("acceptorId", "acceptor", "accountId"), ("proposerId", "proposer", "accountId"), ("offerId", "offer", "id"), ("productId", "product", "id"),
        ("resaleAuthorizationId", "resaleAuthorization", "id"), ("licenseArn", "license", "arn"), ("renewalDisabledBy", "renewalSummary", "disabledBy"),
    ];

    static readonly string[] AboutAgreements =
    [
        "Purchase Agreement Created", "Purchase Agreement Amended", "Purchase Agreement Ended", "Purchase Agreement Ending", "Purchase Agreement Renewal Upcoming", "Purchase Agreement Renewal Terms Finalized",
        "Purchase Agreement Advisory Issued", "Purchase Agreement Advisory Resolved", "Purchase Agreement Billing Adjustment Completed", "Purchase Agreement Billing Adjustment Failed",
        "License Updated", "License Deprovisioned", "Agreement Cancellation Request Pending Approval", "Agreement Cancellation Request Approved", "Agreement Cancellation Request Rejected",
        "Agreement Cancellation Request Cancelled", "Agreement Cancellation Request Validation Failed",
    ];

    /// <summary>What a message is and what it makes due. Never throws for what the bytes are.</summary>
    /// <param name="json">One envelope, UTF-8.</param>
    /// <param name="catalog">The stack's catalog, which the records' keys have: AWS Marketplace has one catalog only.</param>
    public static MarketReading Read(ReadOnlySpan<byte> json, string catalog)
    {
        using var document = EventEnvelope.Parse(json, out var broken);
        if (document is null)
            return new MarketReading.Broken([broken!]);
        var issues = new List<Issue>();
        var envelope = new EventPart(document.RootElement, "", issues);
        var (id, source, type) = (EventEnvelope.Id(envelope, issues), envelope.Text("source"), envelope.Text("detail-type"));
        var (time, account) = (EventEnvelope.Time(envelope, issues), envelope.Text("account"));
        if (source is not null && !MarketEvent.Sources.Contains(source))
            issues.Add(EventIssues.NotOfMarketplace(source));
        if (envelope.Object("detail") is not { } detail || issues.Count > 0)
            return new MarketReading.Broken([.. issues.Select(issue => issue with { Event = id })]);
        var read = new MarketEvent(id!, type!, source!, time, account!, "");
        return source switch
        {
            MarketEvent.Catalog => OfCatalog(read, detail, catalog),
            MarketEvent.Agreement => OfAgreement(read, detail, catalog),
            // A message to the seller, such as Disbursement Paused, which changes no record.
            _ => new MarketReading.Understood(read, [], [], IsKnown: true),
        };
    }

    /// <summary>Whether a message is an event of AWS Marketplace.</summary>
    /// <param name="json">One envelope, UTF-8.</param>
    public static bool Has(ReadOnlySpan<byte> json)
    {
        using var document = EventEnvelope.Parse(json, out _);
        return document is not null && new EventPart(document.RootElement, "", new List<Issue>()).Optional("source") is { } source && MarketEvent.Sources.Contains(source);
    }

    static MarketReading.Understood OfCatalog(MarketEvent read, EventPart detail, string catalog)
    {
        switch (read.Type)
        {
            case "Change Set Succeeded" or "Change Set Failed" or "Change Set Cancelled":
                read = read with { Subject = detail.Optional("ChangeSetId") ?? "" };
                // One that somebody made elsewhere names no entity: the lists show what it changed.
                return ChangeSetIdentity.KeyIn(detail.Optional("ChangeSetName") ?? "") is { } key
                    ? new(read, [(WorkKey.ChangeSet(catalog, key), Reason.Event)], [], true)
                    : new(read, [], read.Type == "Change Set Succeeded" ? [Schedules.Marketplace] : [], true);
            case "Offer Released":
                var offer = detail.OptionalObject("offer")?.Optional("id") ?? "";
                // The maker of a resold product hears of the channel partner's offer too, which is not its own and can't be read.
                var isOwn = (detail.OptionalObject("sellerOfRecord")?.Optional("accountId") ?? read.Account) == read.Account;
                return new(read with { Subject = offer }, isOwn ? Entities(catalog, offer) : [], [], true);
            case "OfferSet Released":
                var set = detail.OptionalObject("offerSet")?.Optional("id") ?? "";
                return new(read with { Subject = set }, Entities(catalog, set), [], true);
            default:
                return new(read, [], [], read.Type == "Products Security Report Created");
        }
    }

    static MarketReading.Understood OfAgreement(MarketEvent read, EventPart detail, string catalog)
    {
        var id = detail.OptionalObject("agreement")?.Optional("id") ?? "";
        var (about, role) = read.Type.LastIndexOf(" - ", StringComparison.Ordinal) is var at and > 0 ? (read.Type[..at], read.Type[(at + 3)..]) : (read.Type, "");
        read = read with { Subject = id };
        var isKnown = AboutAgreements.Contains(about);
        // What the account itself has bought is no sale of its own.
        if (role is not ("Proposer" or "Manufacturer") || MarketSection.OfId(id) != MarketSection.Agreement)
            return new(read, [], [], isKnown && role.Length > 0);
        var facts = Facts.Select(fact => (fact.Name, Value: detail.OptionalObject(fact.Object)?.Optional(fact.Member))).Where(fact => fact.Value is { Length: > 0 }).ToDictionary(fact => fact.Name, fact => fact.Value!, StringComparer.Ordinal);
        if (facts.ContainsKey("proposerId"))
            facts["account"] = read.Account;
        var key = MarketSection.Agreement.Key(catalog, id);
        List<(WorkKey, string)> wakes = [(key, Reason.Event)];
        if (facts.Count > 0)
            wakes.Add((key, new RecordRequest(RequestVerbs.Announced, facts).ToReason()));
        // Ended by a renewal: the old one shows its successor.
        if (facts.TryGetValue("previousAgreementId", out var previous) && MarketSection.OfId(previous) == MarketSection.Agreement)
            wakes.Add((MarketSection.Agreement.Key(catalog, previous), new RecordRequest(RequestVerbs.Announced, new Dictionary<string, string>(StringComparer.Ordinal) { ["successor"] = id }).ToReason()));
        return new(read, wakes, [], isKnown);
    }

    static IReadOnlyList<(WorkKey, string)> Entities(string catalog, string id) => MarketSection.OfId(id) is { } section ? [(section.Key(catalog, id), Reason.Event)] : [];
}
