using LambdaSync.Sync.Invitations;

namespace LambdaSync.Gates;

/// <summary>Finds the opportunity at AWS that a creation would make a second time. Pure: the caller lists and reads.</summary>
public static class DuplicateGuard
{
    /// <param name="document">The record document that is about to be created.</param>
    /// <param name="crmId">The CRM record's id, its PartnerOpportunityIdentifier.</param>
    /// <param name="opportunities">Items of ListOpportunities, or GetOpportunity's answers: those say the title too.</param>
    /// <returns>The surest one, or null.</returns>
    public static Duplicate? Find(ReadOnlyMemory<byte> document, string crmId, IEnumerable<ReadOnlyMemory<byte>> opportunities)
    {
        var wanted = new GateOpportunity(document);
        return opportunities.Select(item => Compare(wanted, crmId, new GateOpportunity(AsDocument(item)))).OfType<Duplicate>().MinBy(duplicate => duplicate.Match);
    }

    /// <summary>
    /// What else AWS has of the same customer, which is no reason to hold the creation: open opportunities, of whichever record, and
    /// invitations that wait for an answer. Null: nothing.
    /// </summary>
    /// <param name="opportunities">Items of ListOpportunities.</param>
    /// <param name="invitations">Record documents of invitations.</param>
    public static Issue? Others(ReadOnlyMemory<byte> document, IEnumerable<ReadOnlyMemory<byte>> opportunities, IEnumerable<(string Id, byte[] Document)> invitations)
    {
        var customer = Customer(new GateOpportunity(document));
        var open = opportunities.Select(item => new GateOpportunity(AsDocument(item)))
            .Where(found => found is { Id: not null, Stage: not ("Closed Lost" or "Launched") } && IsSame(customer, Customer(found))).Select(found => found.Id!);
        var pending = invitations.Where(found => InvitationDocument.IsPending(found.Document) && IsSame(customer, Customer(new GateOpportunity(found.Document)))).Select(found => found.Id);
        List<string> ids = [.. open, .. pending];
        return ids.Count == 0 ? null : Duplicate.Others(ids);
    }

    static Duplicate? Compare(GateOpportunity wanted, string crmId, GateOpportunity found)
    {
        if (found.Id is not { } id)
            return null;
        if (found.PartnerIdentifier is { } partner)
            return partner == crmId ? new Duplicate(id, DuplicateMatch.Identifier) : null;

        // A lost deal may be started again. One that AWS referred has its own way into the CRM.
        if (found.Stage == "Closed Lost" || found.Origin == "AWS Referral" || !IsSame(Customer(wanted), Customer(found)))
            return null;
        return (Title(wanted), Title(found)) switch
        {
            (_, null) => new Duplicate(id, DuplicateMatch.Customer),
            var (own, theirs) when IsSame(own, theirs) => new Duplicate(id, DuplicateMatch.CustomerAndTitle),
            _ => null,
        };
    }

    static string? Customer(GateOpportunity opportunity) => opportunity.Text("Customer", "Account", "CompanyName");

    static string? Title(GateOpportunity opportunity) => opportunity.Text("Project", "Title");

    // Case, punctuation and spaces are no difference between two deals.
    static bool IsSame(string? one, string? other) => Letters(one) is { Length: > 0 } letters && letters == Letters(other);

    static string? Letters(string? text) => text is null ? null : string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    static byte[] AsDocument(ReadOnlyMemory<byte> opportunity) => [.. "{\"opportunity\":"u8, .. opportunity.Span, (byte)'}'];
}
