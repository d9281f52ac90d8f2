using System.Globalization;

namespace LambdaSync.Connections.Salesforce;

/// <summary>How one Salesforce organization is called, and how records are written there.</summary>
/// <param name="Host">The My Domain address, <c>https://example.my.salesforce.com</c>: tokens are asked for here, everything else goes to the address in the token's answer.</param>
public sealed record SalesforceSettings(Uri Host)
{
    /// <summary>The REST API's version that this client was written for.</summary>
    public const string DefaultVersion = "68.0";

    static readonly string[] Domains = [".my.salesforce.com", ".my.salesforce.mil", ".my.sfcrmapps.cn"];

    /// <summary>Such as <c>68.0</c>; the organization must list it.</summary>
    public string ApiVersion { get; init; } = DefaultVersion;

    /// <summary>Whether assignment rules may give accounts and leads another owner; Salesforce's own default is yes (REST headers-autoassign).</summary>
    public bool AssignsOwners { get; init; }

    /// <summary>Whether a record is saved although a duplicate rule raises an alert; a rule that blocks still blocks (REST headers-duplicaterules).</summary>
    public bool SavesDuplicates { get; init; }

    /// <summary>The user or queue that owns records which LambdaSync creates, or null: the integration user.</summary>
    public string? Owner { get; init; }

    /// <summary>The currency of AWS's amounts, written to <c>CurrencyIsoCode</c> where the organization has several and the row names none.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>The unique external id of accounts and contacts that LambdaSync creates. An object without it gets plain inserts, which are not repeated.</summary>
    public string LinkedKey { get; init; } = "LambdaSync_Id__c";

    /// <summary>Whether <c>/updated</c> gives the start of the oldest running transaction; otherwise changes are read again from 15 minutes back. Costs one call for each object and tick.</summary>
    public bool UsesUpdated { get; init; }

    /// <summary>Our part of the organization's daily calls, above 0 and up to 1.</summary>
    public double DayShare { get; init; } = 0.1;

    /// <summary>From sending to the last byte of the answer, one try.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>One request with all its tries and the waits between them.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Why the host can't be used, as a sentence with its fix, or null.</summary>
    public static string? Problem(string host)
    {
        if (!TryHost(host, out var address))
            return "is not a host name. Fix: set it to the My Domain, such as example.my.salesforce.com";
        if (address.Host is "login.salesforce.com" or "test.salesforce.com")
            return "is Salesforce's general login. Fix: use your My Domain, such as example.my.salesforce.com (Setup, My Domain)";
        return address.IsLoopback || (address.Scheme == Uri.UriSchemeHttps && Domains.Any(domain => address.Host.EndsWith(domain, StringComparison.Ordinal)))
            ? null
            : "is no My Domain. Fix: use the host that Setup, My Domain shows, such as example.my.salesforce.com or example--test.sandbox.my.salesforce.com";
    }

    /// <summary>Why the version can't be used, or null.</summary>
    public static string? VersionProblem(string version) =>
        decimal.TryParse(version, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= 61 && version.EndsWith(".0", StringComparison.Ordinal)
            ? null
            : "is no version of the REST API from 61.0 on. Fix: use one that your organization lists, such as " + DefaultVersion;

    /// <summary>The address of a host name, with or without its scheme.</summary>
    public static bool TryHost(string host, out Uri address) =>
        Uri.TryCreate(host.Contains("://", StringComparison.Ordinal) ? host : "https://" + host, UriKind.Absolute, out address!) && address.Scheme is "https" or "http" && address.AbsolutePath == "/";
}
