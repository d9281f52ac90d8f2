using LambdaSync.Connections.Crm;
using LambdaSync.Connections.Salesforce;
using LambdaSync.Marketplace;
using LambdaSync.Sync;

namespace LambdaSync.Functions.Lambda;

/// <summary>The settings that a deployed function reads from its environment (row G4); the template sets all of them.</summary>
/// <param name="Name">The stack's name: the service in logs and metrics.</param>
/// <param name="Table">Links, baselines, the sync log.</param>
/// <param name="Crm">One of <see cref="Crms.Names"/>.</param>
/// <param name="CrmTable">The built-in CRM's records.</param>
/// <param name="Bucket">The landing bucket: the files, which others write.</param>
/// <param name="DataBucket">The mapping and long values, which those who deliver files can't write.</param>
/// <param name="MappingKey">The mapping's key in the data bucket.</param>
/// <param name="LogRetention">How long the sync log is kept.</param>
/// <param name="Account">The AWS account that is linked to Partner Central: its quota is shared.</param>
/// <param name="QuotaShare">Our part of that quota, above 0 and up to 1.</param>
/// <param name="DeadLetters">Dead-letter queues' URLs, each with its <see cref="FilesSource"/> or <see cref="EventsSource"/>; several may share one.</param>
sealed record Settings(
    string Name, string Table, string Crm, string CrmTable, string Bucket, string DataBucket, string MappingKey, TimeSpan LogRetention, LogLevel LogLevel, string Account, double QuotaShare,
    IReadOnlyList<(string Source, string Url)> DeadLetters, SyncSettings Sync)
{
    /// <summary>The region that Partner Central's requests go to.</summary>
    public string PartnerCentralRegion { get; init; } = "us-east-1";

    /// <summary>The ARN of the role that requests cancellations, billing adjustments and payments; null: they are not requested.</summary>
    public string? AfterSaleRole { get; init; }

    /// <summary>The SSM parameter (SecureString) with the keys that requests to the function URL are signed with.</summary>
    public string CommandKeys { get; init; } = "";

    /// <summary>The least urgent calls of Partner Central's API that are logged (row D9): errors alone, or all of them at Information.</summary>
    public LogLevel CallLogLevel { get; init; } = LogLevel.Error;

    /// <summary>The queues of landed files, of Partner Central's events, of AWS Marketplace's, of the CRM's and of commands: they name the handlers of their dead letters.</summary>
    public const string FilesSource = "inbound-files", EventsSource = "partner-events", MarketplaceEventsSource = "marketplace-events", CrmEventsSource = "crm-events", CommandsSource = "commands";

    /// <summary>Every variable that the template gives. The mapping's key and <c>AWS_LAMBDA_LOG_LEVEL</c>, which Lambda gives, are read too.</summary>
    public static IReadOnlyList<string> Variables { get; } =
    [
        "LAMBDASYNC_NAME", "LAMBDASYNC_CATALOG", "LAMBDASYNC_TABLE", Crms.Variable, "LAMBDASYNC_CRM_TABLE", "LAMBDASYNC_BUCKET", "LAMBDASYNC_BATCH_SIZE",
        "LAMBDASYNC_DUMMY_IDENTIFIERS", "LAMBDASYNC_LOG_RETENTION_DAYS", "LAMBDASYNC_ACCOUNT", "LAMBDASYNC_QUOTA_SHARE_PERCENT", "LAMBDASYNC_MAX_CHANGES",
        "LAMBDASYNC_DEAD_LETTERS", "LAMBDASYNC_STUCK_AFTER_MINUTES", "LAMBDASYNC_DATA_BUCKET", "LAMBDASYNC_PARTNER_CENTRAL_REGION",
        "LAMBDASYNC_COMMAND_KEYS", "LAMBDASYNC_CALL_LOG_LEVEL", "LAMBDASYNC_ASSOCIATE_DURING_REVIEW", "LAMBDASYNC_OPPORTUNITY_TRANSPORT", "LAMBDASYNC_LEAD_TRANSPORT", "LAMBDASYNC_MARKETPLACE_WRITES", "LAMBDASYNC_AFTER_SALE_ROLE",
        SellerAccounts.Roles, SellerAccounts.ExternalIds,
        .. SalesforceConnection.Variables,
    ];

    /// <exception cref="SettingsException">Some are missing or wrong; the text names every one, its rule and the fix.</exception>
    public static Settings Read(Func<string, string?> variable)
    {
        var reader = new SettingReader(variable);
        var settings = new Settings(
            reader.Text("LAMBDASYNC_NAME", "lambdasync"),
            reader.Text("LAMBDASYNC_TABLE", null),
            Crm(Crms.Variable),
            reader.Text("LAMBDASYNC_CRM_TABLE", null),
            reader.Text("LAMBDASYNC_BUCKET", null),
            reader.Text("LAMBDASYNC_DATA_BUCKET", null),
            reader.Text("LAMBDASYNC_MAPPING_KEY", "config/mapping.json"),
            TimeSpan.FromDays(reader.Number("LAMBDASYNC_LOG_RETENTION_DAYS", 90, 1, 3650)),
            Level("AWS_LAMBDA_LOG_LEVEL", "INFO", "the function's log level"),
            Account("LAMBDASYNC_ACCOUNT"),
            reader.Number("LAMBDASYNC_QUOTA_SHARE_PERCENT", 100, 1, 100) / 100.0,
            Queues("LAMBDASYNC_DEAD_LETTERS"),
            new SyncSettings(
                Catalog("LAMBDASYNC_CATALOG"),
                reader.Number("LAMBDASYNC_BATCH_SIZE", SyncSettings.Default.BatchSize, 1, 500),
                List("LAMBDASYNC_DUMMY_IDENTIFIERS", SyncSettings.Default.DummyIdentifiers))
            {
                SendsNotices = reader.Text(Crms.Variable, Crms.BuiltIn) != Crms.BuiltIn,
                AssociatesDuringReview = reader.YesNo("LAMBDASYNC_ASSOCIATE_DURING_REVIEW"),
                Account = reader.Value("LAMBDASYNC_ACCOUNT"),
                AllowsMarketplaceWrites = reader.YesNo("LAMBDASYNC_MARKETPLACE_WRITES"),
                Sellers = SellerAccounts.Read(reader.Value("LAMBDASYNC_ACCOUNT"), reader.Value(SellerAccounts.Roles), reader.Value(SellerAccounts.ExternalIds), null, reader.Wrong),
                AllowsAfterSale = reader.Value("LAMBDASYNC_AFTER_SALE_ROLE") is not null,
                Transports = new Transports(Way("LAMBDASYNC_OPPORTUNITY_TRANSPORT"), Way("LAMBDASYNC_LEAD_TRANSPORT")),
                MaxChanges = reader.Number("LAMBDASYNC_MAX_CHANGES", SyncSettings.Default.MaxChanges, 1, 1_000_000),
                // SQS redelivers a failed message after 30 minutes, so a younger job may only be waiting for that.
                StuckAfter = TimeSpan.FromMinutes(reader.Number("LAMBDASYNC_STUCK_AFTER_MINUTES", (int)SyncSettings.Default.StuckAfter.TotalMinutes, 31, 24 * 60)),
            })
        {
            PartnerCentralRegion = reader.Text("LAMBDASYNC_PARTNER_CENTRAL_REGION", "us-east-1"),
            AfterSaleRole = reader.Value("LAMBDASYNC_AFTER_SALE_ROLE"),
            CommandKeys = reader.Text("LAMBDASYNC_COMMAND_KEYS", "/lambdasync/lambdasync/command-keys"),
            CallLogLevel = Level("LAMBDASYNC_CALL_LOG_LEVEL", "ERROR", "the stack's parameter CallLogLevel"),
        };
        reader.Check();
        return settings;

        Transport Way(string name) => (Transport)reader.OneOf(name, Transports.Words);

        string Crm(string name)
        {
            var text = reader.Text(name, Crms.BuiltIn);
            if (!Crms.Names.Contains(text))
                reader.Wrong($"{name} is '{text}' and must be one of {string.Join(", ", Crms.Names)}. Fix: correct the stack's parameter Crm.");
            if (text == SalesforceCrm.Name)
                reader.WrongAll(SalesforceConnection.Problems(variable));
            return text;
        }

        string Account(string name)
        {
            var text = reader.Text(name, null);
            if (text.Length > 0 && !AwsAccount.Is(text))
                reader.Wrong($"{name} is '{text}' and must be the 12 digits of an AWS account. Fix: set it to what the template sets.");
            return text;
        }

        string Catalog(string name)
        {
            var text = reader.Value(name);
            if (text is not ("AWS" or "Sandbox"))
                reader.Wrong($"{name} is '{text}' and must be AWS or Sandbox. Fix: correct the stack's parameter Catalog.");
            return text ?? "";
        }

        // Lambda's own names (docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html).
        LogLevel Level(string name, string otherwise, string source)
        {
            LogLevel? level = (reader.Value(name) ?? otherwise) switch
            {
                "INFO" => LogLevel.Information,
                "TRACE" => LogLevel.Trace,
                "DEBUG" => LogLevel.Debug,
                "WARN" => LogLevel.Warning,
                "ERROR" => LogLevel.Error,
                "FATAL" => LogLevel.Critical,
                _ => null,
            };
            if (level is null)
                reader.Wrong($"{name} is '{reader.Value(name)}' and must be TRACE, DEBUG, INFO, WARN, ERROR or FATAL. Fix: correct {source}.");
            return level ?? LogLevel.Information;
        }

        // Set but empty is a list of none.
        IReadOnlyList<string> List(string name, IReadOnlyList<string> otherwise) =>
            variable(name) is { } text ? SyncSettings.List(text) : otherwise;

        // source=url, comma-separated.
        IReadOnlyList<(string Source, string Url)> Queues(string name)
        {
            var queues = new List<(string Source, string Url)>();
            foreach (var pair in List(name, []))
            {
                if (pair.Split('=', 2) is [(FilesSource or EventsSource or MarketplaceEventsSource or CrmEventsSource or CommandsSource) and var source, var url] && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "https" or "http")
                    queues.Add((source, url));
                else
                    reader.Wrong($"{name} contains '{pair}' and must list {FilesSource}=url, {EventsSource}=url, {MarketplaceEventsSource}=url, {CrmEventsSource}=url and {CommandsSource}=url, comma-separated. Fix: set it to what the template sets.");
            }

            return queues;
        }
    }
}
