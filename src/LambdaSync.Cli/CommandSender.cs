using Amazon.Runtime;
using Amazon.SQS;
using LambdaSync.Commands;
using LambdaSync.Connections;
using LambdaSync.Connections.Queues;
using LambdaSync.Functions;

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

    /// <summary>The ids that name a record, and an issue for each of the others.</summary>
    public async Task<(IReadOnlyList<string> Known, IReadOnlyList<Issue> Unknown)> Find(CommandDocument command, CancellationToken cancellation)
    {
        var (known, unknown) = (new List<string>(), new List<Issue>());
        var crmObject = CommandVerbs.IsOfLeads(command.Verb) && await data.LeadObject(cancellation) is { } leads ? leads : (await data.CrmObjects(cancellation))[0];
        foreach (var id in command.Ids)
        {
            // An O-number, an engagement or an invitation may be one that no event has named yet; whether AWS has it is known when it is read.
            if (CommandReader.IsOpportunity(id) || CommandReader.IsEngagement(id) || CommandReader.IsInvitation(id) || await data.Store.FindByCrmId(catalog, crmObject, id, cancellation) is not null || await data.Crm.Get(crmObject, id, cancellation) is not null)
                known.Add(id);
            else
                unknown.Add(Issue.Error(IssueCodes.CommandInvalid, "ids", id, $"the CRM has no {crmObject} of this id", $"check the id; 'lambdasync crm list {crmObject}' shows the ids"));
        }

        return (known, unknown);
    }

    public void Dispose() => _sqs?.Dispose();

    async Task<CommandIntake?> Intake(CancellationToken cancellation)
    {
        if (_intake is null && await data.Mapping(cancellation) is not null)
            _intake = new CommandIntake(data.Store, catalog, (await data.CrmObjects(cancellation))[0], TimeProvider.System, await data.LeadObject(cancellation));
        return _intake;
    }
}
