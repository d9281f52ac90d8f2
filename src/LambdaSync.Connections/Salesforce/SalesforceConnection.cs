using System.Globalization;
using System.Text;
using LambdaSync.Connections.Aws;
using LambdaSync.Sync;

namespace LambdaSync.Connections.Salesforce;

/// <summary>Connects Salesforce by settings: environment variables of the function, or of this machine.</summary>
public static class SalesforceConnection
{
    const string Host = "LAMBDASYNC_SALESFORCE_HOST", Secret = "LAMBDASYNC_SALESFORCE_SECRET", ApiVersion = "LAMBDASYNC_SALESFORCE_API_VERSION", Owner = "LAMBDASYNC_SALESFORCE_OWNER",
        Currency = "LAMBDASYNC_SALESFORCE_CURRENCY", Duplicates = "LAMBDASYNC_SALESFORCE_DUPLICATES";

    // Rarely needed: they are read where they are set.
    const string AssignOwners = "LAMBDASYNC_SALESFORCE_ASSIGN_OWNERS", UseUpdated = "LAMBDASYNC_SALESFORCE_USE_UPDATED", DayShare = "LAMBDASYNC_SALESFORCE_DAY_SHARE_PERCENT", LinkedKey = "LAMBDASYNC_SALESFORCE_LINKED_KEY";

    const string FileScheme = "file:";

    /// <summary>A certificate that ends within this time is reported.</summary>
    public static readonly TimeSpan CertificateNotice = TimeSpan.FromDays(30);

    /// <summary>The variables that the template gives.</summary>
    public static IReadOnlyList<string> Variables { get; } = [Host, Secret, ApiVersion, Owner, Currency, Duplicates];

    /// <summary>What is wrong with the settings: each a sentence with its fix.</summary>
    public static IReadOnlyList<string> Problems(Func<string, string?> variable)
    {
        var wrong = new List<string>();
        _ = Read(Trimmed(variable), wrong);
        return wrong;
    }

    /// <param name="warn">Takes what an operator has to act on before logins fail; null: nothing takes it.</param>
    /// <param name="ended">Called after each request. May be null.</param>
    /// <param name="calls">Adds calls of this process, and gives those of all processes within 24 hours; null: this one is alone.</param>
    /// <exception cref="ConnectionException">Settings are missing or wrong; the text names each.</exception>
    public static SalesforceCrm Open(Func<string, string?> variable, TimeProvider time, Action<string>? warn = null, Action<string, TimeSpan, int, string>? ended = null, Func<int, CancellationToken, Task<int>>? calls = null)
    {
        var (value, wrong) = (Trimmed(variable), new List<string>());
        var settings = Read(value, wrong);
        if (wrong.Count > 0)
            throw new ConnectionException("Salesforce: " + string.Join(" ", wrong), transient: false);
        var secret = new SecretSource(value(Secret)!, value("AWS_REGION") ?? "us-east-1", time, warn);
        Action<SalesforceCall>? log = ended is null ? null : call => ended(call.Resource, call.Took, call.Status, call.Code);
        return new SalesforceCrm(settings, secret.Read, time, Random.Shared.NextDouble, ended: log, lane: LaneOf(value("_HANDLER")), calls: calls);
    }

    // A function's process has one purpose.
    static Lane LaneOf(string? handler) => handler switch
    {
        "Commands" or "CommandsUrl" => Lane.Person,
        "Reconcile" or "Replay" => Lane.Sweep,
        _ => Lane.Edit,
    };

    static SalesforceSettings Read(Func<string, string?> value, List<string> wrong)
    {
        var (host, version) = (value(Host) ?? "", value(ApiVersion) ?? SalesforceSettings.DefaultVersion);
        if (host.Length == 0)
            wrong.Add($"{Host} is not set. Fix: set the My Domain, such as example.my.salesforce.com (the stack's parameter SalesforceHost).");
        else if (SalesforceSettings.Problem(host) is { } problem)
            wrong.Add($"{Host} is '{host}' and {problem}.");
        if (value(Secret) is not { } secret)
            wrong.Add($"{Secret} is not set. Fix: set the name of the SSM parameter with the login, or {FileScheme}PATH.");
        else if (secret[0] != '/' && !secret.StartsWith(FileScheme, StringComparison.Ordinal))
            wrong.Add($"{Secret} is neither an SSM parameter's name, which begins with /, nor {FileScheme}PATH. Fix: correct it; the login itself is not set here.");
        if (SalesforceSettings.VersionProblem(version) is { } old)
            wrong.Add($"{ApiVersion} is '{version}' and {old}.");
        if (value(Owner) is { } owner && !(SalesforceId.IsRecord(owner) && owner[..3] is "005" or "00G"))
            wrong.Add($"{Owner} is '{owner}' and must be the id of a user (005) or queue (00G). Fix: correct the stack's parameter SalesforceOwner.");
        if (value(Currency) is { } currency && (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper)))
            wrong.Add($"{Currency} is '{currency}' and must be a currency code such as USD. Fix: correct the stack's parameter SalesforceCurrency.");
        if (value(Duplicates) is not (null or "ask" or "save"))
            wrong.Add($"{Duplicates} is '{value(Duplicates)}' and must be ask or save. Fix: correct the stack's parameter SalesforceDuplicates.");
        if (value(LinkedKey) is { } key && !Soql.IsName(key))
            wrong.Add($"{LinkedKey} is no field name. Fix: set the API name of the external id field of accounts and contacts.");
        var share = int.TryParse(value(DayShare) ?? "10", NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent is >= 1 and <= 100 ? percent / 100.0 : 0;
        if (share == 0)
            wrong.Add($"{DayShare} must be from 1 to 100. Fix: correct it.");
        return new SalesforceSettings(SalesforceSettings.TryHost(host, out var address) ? address : new Uri("https://example.my.salesforce.com"))
        {
            ApiVersion = version,
            Owner = value(Owner),
            Currency = value(Currency) ?? "USD",
            SavesDuplicates = value(Duplicates) == "save",
            AssignsOwners = value(AssignOwners) == "yes",
            UsesUpdated = value(UseUpdated) == "yes",
            LinkedKey = value(LinkedKey) ?? "LambdaSync_Id__c",
            DayShare = share,
        };
    }

    static Func<string, string?> Trimmed(Func<string, string?> variable) => name => variable(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    /// <summary>Reads the login anew for each login: it is kept nowhere else.</summary>
    sealed class SecretSource(string place, string region, TimeProvider time, Action<string>? warn)
    {
        public async Task<SalesforceSecret> Read(bool again, CancellationToken cancellation)
        {
            var text = place.StartsWith(FileScheme, StringComparison.Ordinal) ? await OfFile(cancellation).ConfigureAwait(false) : await OfParameter(cancellation).ConfigureAwait(false);
            var secret = SalesforceSecret.Read(Encoding.UTF8.GetBytes(text), out var wrong)
                ?? throw new ConnectionException($"Salesforce: the login in {place} can't be used: {wrong}. Fix: correct it (docs/salesforce.md).", transient: false);
            if (secret.CertificateEnds is { } ends && ends - time.GetUtcNow() < CertificateNotice)
                warn?.Invoke(string.Create(CultureInfo.InvariantCulture, $"The certificate of the Salesforce login ends on {ends:yyyy-MM-dd}. Fix: add a second key with a new certificate to {place} and upload the certificate (docs/salesforce.md)."));
            return secret;
        }

        async Task<string> OfFile(CancellationToken cancellation)
        {
            try
            {
                return await File.ReadAllTextAsync(place[FileScheme.Length..], cancellation).ConfigureAwait(false);
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                throw new ConnectionException($"Salesforce: the login in {place} can't be read. Fix: check the path and its permissions.", transient: false, failed);
            }
        }

        async Task<string> OfParameter(CancellationToken cancellation)
        {
            using var parameters = new ParameterStore(new AwsSettings { Region = region });
            try
            {
                return await parameters.Get(place, cancellation).ConfigureAwait(false)
                    ?? throw new ConnectionException($"Salesforce: the parameter {place} does not exist. Fix: create it as a SecureString with the login (docs/salesforce.md).", transient: false);
            }
            catch (AwsServiceException failed)
            {
                throw new ConnectionException(
                    $"SSM (parameter {place}): {failed.Message}. Fix: {(failed.IsCredentials ? "set AWS credentials and AWS_REGION" : failed.Transient ? "check the network and the region; it is tried again" : "allow ssm:GetParameter on it, and use of its key, to the role of the function or of this machine")}.", failed.Transient, failed);
            }
        }
    }
}
