using Amazon.Runtime;
using Amazon.SQS;
using LambdaSync.Commands;
using LambdaSync.Connections;
using LambdaSync.Connections.Queues;
using LambdaSync.Functions;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli;

/// <summary>
/// Sends commands through the same intake as every other door: of a stack by its queue, whose function carries them out at once; otherwise
/// by storing the requests, which <c>serve</c> or the next tick carries out.
/// </summary>
sealed class CommandSender(DataSource data, string catalog, Terminal terminal) : IDisposable
{
    AmazonSQSClient? _sqs;
    CommandIntake? _intake;

    /// <summary>Who runs the tool, as the sync log shows it.</summary>
    static string User => $"{Environment.UserName} (lambdasync)";

    /// <summary>The command's job and what is to be said of single records; null after telling that it can't be sent.</summary>
    /// <exception cref="ConnectionException">The store or the queue can't be reached.</exception>
    public async Task<(string Job, IReadOnlyList<Issue> Issues)?> Send(CommandDocument command, string format, CancellationToken cancellation)
    {
        var issues = new List<Issue>();
        // The id makes a command that is sent twice, because its answer was lost, one.
        if (CommandReader.Check(command with { Id = Guid.NewGuid().ToString("N"), By = data.CommandsQueue is null ? null : User }, issues) is not { } whole)
        {
            foreach (var issue in issues)
                terminal.Tell(issue, format);
            return null;
        }

        if (data.CommandsQueue is { } url)
        {
            _sqs ??= new AmazonSQSClient(new AmazonSQSConfig { RetryMode = RequestRetryMode.Standard });
            await new SqsMessages(_sqs, url).Send(System.Text.Encoding.UTF8.GetString(whole.ToJson()), cancellation);
            return (CommandCaller.OfQueue(null, "").JobOf(whole), []);
        }

        if (await Intake(cancellation) is not { } intake)
            return null;
        var receipt = await intake.Store(whole, new CommandCaller(User, "cli", ""), cancellation);
        return (receipt.Job.Id, receipt.Issues);
    }

    /// <summary>The ids that name a record which the verb is for, and an issue for each of the others.</summary>
    public async Task<(IReadOnlyList<string> Known, IReadOnlyList<Issue> Unknown)> Find(CommandDocument command, CancellationToken cancellation)
    {
        // What is wrong with the mapping was said; sending says the rest.
        if (await Intake(cancellation) is not { } intake)
            return (command.Ids, []);
        var (known, unknown) = (new List<string>(), new List<Issue>());
        foreach (var id in command.Ids)
        {
            var key = await intake.KeyOf(command, id, cancellation);
            if ((intake.Unfit(command.Verb, key) ?? await Unknown(key, id, cancellation)) is { } issue)
                unknown.Add(issue with { Field = "ids", Value = id });
            else
                known.Add(id);
        }

        return (known, unknown);
    }

    // An O-number may be one that no event has named yet; whether AWS has it is known when it is read.
    async Task<Issue?> Unknown(WorkKey key, string id, CancellationToken cancellation)
    {
        if (key.IsInvitation || key.IsEngagement)
        {
            return await data.Store.GetWork(key, cancellation) is not null || (await data.Store.GetRecords([key], cancellation)).Count > 0 ? null
                : key.IsInvitation ? CommandIssues.UnknownInvitation(id) : CommandIssues.UnknownLead(id);
        }

        if (!key.IsCrmRecord)
            return null;
        var crmObject = key.Id[..key.Id.IndexOf('/', StringComparison.Ordinal)];
        return await data.Has(crmObject, id, cancellation) ? null
            : Issue.Error(IssueCodes.CommandInvalid, "ids", id, $"the CRM has no {crmObject} of this id", $"check the id; 'lambdasync crm list {crmObject}' shows the ids");
    }

    public void Dispose() => _sqs?.Dispose();

    async Task<CommandIntake?> Intake(CancellationToken cancellation)
    {
        if (_intake is null && await data.Mapping(cancellation) is not null)
            _intake = new CommandIntake(data.Store, catalog, (await data.CrmObjects(cancellation))[0], TimeProvider.System, await data.LeadObject(cancellation), data.Transports) { AllowsMarketplaceWrites = MarketplaceLink.AllowsWrites, Sellers = MarketplaceLink.Sellers };
        return _intake;
    }
}
