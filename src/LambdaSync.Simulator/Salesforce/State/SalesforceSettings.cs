namespace LambdaSync.Simulator.Salesforce.State;

/// <summary>What differs between organisations, and what Salesforce's documents leave open.</summary>
sealed class SalesforceSettings
{
    /// <summary>My Domain's host; null: the answer's instance_url is the address that the request came to.</summary>
    public string? InstanceUrl { get; set; }

    /// <summary>False: the host is login.salesforce.com, which has no client credentials flow.</summary>
    public bool IsMyDomain { get; set; } = true;

    /// <summary>The app names a user for the client credentials flow.</summary>
    public bool HasRunAsUser { get; set; } = true;

    public bool IsApiEnabled { get; set; } = true;

    /// <summary>The integration user may read the setup: FieldDefinition names hidden fields.</summary>
    public bool HasViewSetup { get; set; } = true;

    /// <summary>Versions below it answer 410.</summary>
    public int OldestVersion { get; set; } = 31;

    public int NewestVersion { get; set; } = 68;

    /// <summary>Pages of a query have no more rows than this: 2,000 is the most that Salesforce gives.</summary>
    public int MaxPage { get; set; } = 2000;

    /// <summary>Numbers of 10,000,000 and more as 1.0E7.</summary>
    public bool HasExponents { get; set; } = true;

    /// <summary>How DUPLICATES_DETECTED spells its result: duplicateResut as it has been seen, or duplicateResult.</summary>
    public string DuplicateKey { get; set; } = "duplicateResut";

    /// <summary>A row with an unknown field refuses the whole collection, not only itself: Salesforce's pages leave it open.</summary>
    public bool BadFieldRefusesAll { get; set; } = true;

    /// <summary>Start of what <c>/deleted</c> still has; the delete log may be purged after two hours when it is large.</summary>
    public TimeSpan DeleteLog { get; set; } = TimeSpan.FromDays(15);

    public bool HasMultipleCurrencies { get; set; }

    public bool HasPersonAccounts { get; set; }

    /// <summary>How many requests of 20 seconds and more may run at once: 25, in Developer Edition 5.</summary>
    public int MaxLongRequests { get; set; } = 25;
}
