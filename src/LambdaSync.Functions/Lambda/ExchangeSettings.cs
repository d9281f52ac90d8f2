using System.Globalization;
using LambdaSync.Files;
using LambdaSync.Functions.Exchange;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;

namespace LambdaSync.Functions.Lambda;

/// <summary>The settings of the file exchange (row G4), which <c>infra/file-exchange.template</c> gives to its functions beside those of the stack.</summary>
/// <param name="Bucket">The bucket that AWS gave the partner.</param>
/// <param name="Region">Its region.</param>
/// <param name="Keys">The SSM parameter (SecureString) with the access key that AWS gave; empty: the function's own role is let in.</param>
/// <param name="KmsKey">The KMS key that AWS names for uploads, or null.</param>
sealed record ExchangeSettings(string Bucket, string Region, string Keys, string? KmsKey, DateTimeOffset? CutOver)
{
    /// <summary>How often files of each object are fetched (row E1).</summary>
    public ObjectPeriods Pull { get; init; } = ObjectPeriods.Hourly;

    /// <summary>How files are written, or null: opportunities do not travel in files.</summary>
    public SendTerms? Send { get; init; }

    /// <summary>For what AWS refused and may take the next time (row B7).</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>Every variable that the template gives beside the stack's own.</summary>
    public static IReadOnlyList<string> Variables { get; } =
    [
        "LAMBDASYNC_EXCHANGE_BUCKET", "LAMBDASYNC_EXCHANGE_REGION", "LAMBDASYNC_EXCHANGE_KEYS", "LAMBDASYNC_EXCHANGE_KMS_KEY", "LAMBDASYNC_EXCHANGE_CUT_OVER",
        "LAMBDASYNC_PARTNER_ID", "LAMBDASYNC_PAYLOAD_VERSION", "LAMBDASYNC_OUTBOUND_BATCH_SIZE", "LAMBDASYNC_FILE_NAME", "LAMBDASYNC_RETRY_COUNT", "LAMBDASYNC_RETRY_CUT_OFF_DAYS",
        "LAMBDASYNC_PULL_OPPORTUNITIES_EVERY", "LAMBDASYNC_PULL_LEADS_EVERY", "LAMBDASYNC_SEND_OPPORTUNITIES_EVERY", "LAMBDASYNC_SEND_LEADS_EVERY",
    ];

    /// <exception cref="SettingsException">Some are missing or wrong; the text names every one and the fix.</exception>
    public static ExchangeSettings Read(Func<string, string?> variable)
    {
        var reader = new SettingReader(variable);
        var bucket = reader.Text("LAMBDASYNC_EXCHANGE_BUCKET", null, "Fix: set it to the bucket that AWS gave you for the exchange.");
        DateTimeOffset? cutOver = null;
        if (reader.Value("LAMBDASYNC_EXCHANGE_CUT_OVER") is { } text)
        {
            if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
                cutOver = at;
            else
                reader.Wrong($"LAMBDASYNC_EXCHANGE_CUT_OVER is '{text}' and must be a date such as 2026-01-31 or a time such as 2026-01-31T12:00Z. Fix: correct the stack's parameter CutOver.");
        }

        var name = reader.Value("LAMBDASYNC_FILE_NAME") ?? "lambdasync";
        if (!OutboundFileName.IsName(name))
            reader.Wrong($"LAMBDASYNC_FILE_NAME is '{name}' and must have at most {OutboundFileName.MaxName} letters, digits, - and _. Fix: correct the stack's parameter FileName.");
        var partner = reader.Value("LAMBDASYNC_PARTNER_ID");
        var settings = new ExchangeSettings(
            bucket, reader.Value("LAMBDASYNC_EXCHANGE_REGION") ?? "us-west-2", reader.Value("LAMBDASYNC_EXCHANGE_KEYS") ?? "", reader.Value("LAMBDASYNC_EXCHANGE_KMS_KEY"), cutOver)
        {
            Send = partner is null ? null : new SendTerms(new FileHead(partner, reader.Number("LAMBDASYNC_PAYLOAD_VERSION", 2, 1, 2)), name)
            {
                Every = new ObjectPeriods(Every("LAMBDASYNC_SEND_OPPORTUNITIES_EVERY"), Every("LAMBDASYNC_SEND_LEADS_EVERY")),
                BatchSize = reader.Number("LAMBDASYNC_OUTBOUND_BATCH_SIZE", OutboundFiles.MaxBatchSize, 1, OutboundFiles.MaxBatchSize),
            },
            Pull = new ObjectPeriods(Every("LAMBDASYNC_PULL_OPPORTUNITIES_EVERY"), Every("LAMBDASYNC_PULL_LEADS_EVERY")),
            Retry = RetryPolicy.Default with
            {
                RetryCount = reader.Number("LAMBDASYNC_RETRY_COUNT", RetryPolicy.Default.RetryCount, 0, 1_000),
                CutOff = TimeSpan.FromDays(reader.Number("LAMBDASYNC_RETRY_CUT_OFF_DAYS", (int)RetryPolicy.Default.CutOff.TotalDays, 1, 365)),
            },
        };
        reader.Check();
        return settings;

        TimeSpan? Every(string name)
        {
            var text = reader.Text(name, "1h");
            if (text == "off")
                return null;
            if (Period.Read(text) is { } every)
                return every;
            reader.Wrong($"{name} is '{text}' and must be from 5m to 1d, for example 15m, 2h or 1d, or off. Fix: correct the stack's parameter.");
            return null;
        }
    }
}
