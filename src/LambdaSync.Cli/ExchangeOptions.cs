using System.CommandLine;
using System.Globalization;
using LambdaSync.Connections.Buckets;
using LambdaSync.Fields;
using LambdaSync.Files;
using LambdaSync.Functions;
using LambdaSync.Functions.Exchange;
using LambdaSync.Local.Buckets;
using LambdaSync.Mapping;
using LambdaSync.Sync;

namespace LambdaSync.Cli;

/// <summary>The options of the file exchange. A stack has them as parameters of <c>infra/file-exchange.template</c>.</summary>
sealed class ExchangeOptions
{
    const string Bucket = "s3://";

    readonly Option<string?> _exchange = new("--exchange")
    {
        Description = "The file exchange: a folder, or s3://BUCKET with the AWS credentials of this machine. 'lambdasync schedule list' shows its schedules.",
    };

    readonly Option<string> _region = new("--exchange-region") { Description = "The bucket's region.", DefaultValueFactory = _ => "us-west-2" };

    readonly Option<string?> _kmsKey = new("--exchange-kms-key") { Description = "The KMS key that AWS names for uploads." };

    readonly Option<string?> _partner = new("--partner-id")
    {
        Description = "The partner id that AWS gave you for the exchange (spmsId). With it, opportunities and leads go to AWS in files, except those that 'lambdasync migrate set' let travel through the API; without it, files are only read.",
    };

    readonly Option<string?> _cutOver = new("--cut-over") { Description = "A date such as 2026-01-31: files that AWS stored before it are left for the system that read them until then." };

    readonly Option<string> _name = new("--file-name") { Description = "First part of the names of files that are sent: letters, digits, - and _.", DefaultValueFactory = _ => "lambdasync" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_exchange, _region, _kmsKey, _partner, _cutOver, _name])
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_exchange) is null && result.GetValue(_partner) is not null)
                result.AddError("--partner-id needs --exchange");
            if (result.GetValue(_exchange) is { } where && where.StartsWith(Bucket, StringComparison.Ordinal) && where[Bucket.Length..] is var name && (name.Length == 0 || name.Contains('/', StringComparison.Ordinal)))
                result.AddError("--exchange takes a folder or s3://BUCKET without a path");
            if (result.GetValue(_cutOver) is { } text && Date(text) is null)
                result.AddError($"--cut-over takes a date such as 2026-01-31, not '{text}'");
            if (result.GetValue(_name) is { } first && !OutboundFileName.IsName(first))
                result.AddError($"--file-name takes at most {OutboundFileName.MaxName} letters, digits, - and _");
            if (result.GetValue(_partner) is { } partner && new FileHead(partner, 2).WhyNot(0) is not null)
                result.AddError("--partner-id takes the id that AWS gave you for the exchange");
        });
    }

    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_exchange) is not null;

    /// <summary>
    /// How each object travels: as the data folder says, and in a folder that has not said so yet, in files as soon as the partner id is named.
    /// Null after telling that what is named does not fit.
    /// </summary>
    public Transports? TransportsOf(ParseResult parsed, DirectoryInfo data, bool callsApi, Terminal terminal)
    {
        var (known, sends) = (TransportFile.Read(data), parsed.GetValue(_partner) is not null);
        var transports = known ?? (sends ? Transports.Files : Transports.Api);
        // One object never has two ways: what is on its way in a file must not be sent through the API.
        if (callsApi && !sends && transports.InFiles(AceObject.Opportunity))
        {
            terminal.Error.WriteLine("error: opportunities of this data folder travel in files. Fix: name the exchange with --exchange and --partner-id, or leave it: run 'lambdasync migrate check', then 'lambdasync migrate set opportunity api'.");
            return null;
        }

        if (sends && !transports.UseFiles)
        {
            terminal.Error.WriteLine("error: opportunities and leads of this data folder travel through the API. Fix: leave out --partner-id, or run 'lambdasync migrate set opportunity files' and 'lambdasync migrate set lead files'.");
            return null;
        }

        return transports;
    }

    /// <summary>The handlers, or null: the exchange is not named, or after telling that its folder does not exist.</summary>
    public ExchangeParts? Open(ParseResult parsed, Machine machine, MappingDocument mapping, SyncSettings settings, Terminal terminal)
    {
        if (parsed.GetValue(_exchange) is not { } where)
            return null;
        var isBucket = where.StartsWith(Bucket, StringComparison.Ordinal);
        if (!isBucket && !Directory.Exists(where))
        {
            terminal.Error.WriteLine($"error: {where} is no folder. Fix: create it, or name the bucket with --exchange s3://BUCKET.");
            return null;
        }

        IExchangeBucket bucket = isBucket
            ? new S3ExchangeBucket(S3Clients.Exchange(parsed.GetValue(_region)!, null, Environment.GetEnvironmentVariable), where[Bucket.Length..], parsed.GetValue(_kmsKey))
            : new FolderExchange(where);
        var pull = new ExchangeTerms(Machine.LandingFolder, parsed.GetValue(_cutOver) is { } text ? Date(text) : null);
        var send = parsed.GetValue(_partner) is { } partner ? new SendTerms(new FileHead(partner, 2), parsed.GetValue(_name)!) : null;
        return new ExchangeParts(machine, bucket, pull, send, mapping, settings, terminal);
    }

    static DateTimeOffset? Date(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date) ? date : null;
}
