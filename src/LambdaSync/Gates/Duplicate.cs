namespace LambdaSync.Gates;

/// <summary>How sure it is that an opportunity at AWS is the one that is about to be created.</summary>
public enum DuplicateMatch
{
    /// <summary>It carries the same PartnerOpportunityIdentifier.</summary>
    Identifier,

    /// <summary>The same customer and title, and no identifier of another record.</summary>
    CustomerAndTitle,

    /// <summary>
    /// The same customer, and no identifier of another record; a list does not say the title, so the opportunity has to be read to be sure.
    /// </summary>
    Customer,
}

/// <param name="AwsId">The opportunity that is there.</param>
public sealed record Duplicate(string AwsId, DuplicateMatch Match)
{
    /// <summary>Why the creation is held.</summary>
    public Issue Issue => Match == DuplicateMatch.Identifier
        ? Issue.Error(
            IssueCodes.GateDuplicate, "PartnerOpportunityIdentifier", AwsId, $"AWS has this CRM record's opportunity already: {AwsId}.", "Nothing: LambdaSync links the record to it.")
        : Issue.Error(
            IssueCodes.GateDuplicate, null, AwsId,
            $"AWS has an opportunity of the same customer{(Match == DuplicateMatch.CustomerAndTitle ? " with the same title" : "")} that belongs to no CRM record: {AwsId}.",
            "Enter its identifier in the CRM record if it is the same deal, or change the title if it is another one.");

    /// <summary>Named with a creation, which they do not hold.</summary>
    internal static Issue Others(IReadOnlyList<string> ids) => Issue.Note(
        IssueCodes.GateDuplicate, null, null,
        $"AWS has of the same customer too: {string.Join(", ", ids.Take(Named))}{(ids.Count > Named ? FormattableString.Invariant($" and {ids.Count - Named} more") : "")}.",
        "Nothing, if they are other deals; else close one of them, or answer the invitation.");

    const int Named = 10;
}
