using System.Text;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Commands;
using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Functions.Engine;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions;

/// <summary>Handles commands that come as messages of a queue (rows E2, E3).</summary>
/// <remarks>
/// The handler first stores all commands of the batch, then reconciles their records; a record that is not finished stays due, so a
/// message is done as soon as its command is stored. A command that can't be read is a job in error, because no retry mends it.
/// </remarks>
public sealed partial class Commands(ISyncStore store, RecordEngine records, SyncSettings settings, TimeProvider time, ILogger<Commands> log)
{
    /// <summary>Who may send to the queue is IAM's decision; the message says who did.</summary>
    const string Sender = "SenderId";

    readonly PauseCheck _pause = new(store, settings.Catalog, time);
    CommandIntake? _intake;

    // The mapping is compiled with the first command.
    CommandIntake Intake => _intake ??=
        new CommandIntake(store, settings.Catalog, records.CrmObject, time, records.LeadObject, settings.Transports) { AllowsMarketplaceWrites = settings.AllowsMarketplaceWrites, AllowsAfterSale = settings.AllowsAfterSale, Sellers = settings.Sellers, MarketObjects = records.MarketObjects };

    public Task<SQSBatchResponse> Handle(SQSEvent batch, ILambdaContext context) => Handle(batch, context, null);

    /// <param name="around">The lease of the message that is replayed, or null.</param>
    public async Task<SQSBatchResponse> Handle(SQSEvent batch, ILambdaContext context, Lease? around)
    {
        var (response, keys) = (new SQSBatchResponse(), new List<WorkKey>());
        foreach (var message in batch.Records)
        {
            try
            {
                if (await Store(message) is { } stored)
                    keys.AddRange(stored.Keys);
            }
            catch (ConnectionException failed)
            {
                LogStore(log, failed, message.MessageId);
                response.Fail(message.MessageId);
            }
        }

        await Work(keys, context, around);
        return response;
    }

    /// <summary>Stores one command that came through another door.</summary>
    /// <exception cref="ConnectionException">The store is away; the same command may be given again.</exception>
    public async Task<CommandReceipt> Store(CommandDocument command, CommandCaller caller)
    {
        var receipt = await Intake.Store(command, caller, CancellationToken.None);
        if (receipt.IsRefused)
            LogRefused(log, receipt.Job.Id, caller.Door, receipt.Issues[0].Code, receipt.Issues[0].Rule);
        else
            LogStored(log, receipt.Job.Id, command.Verb, command.Ids.Count, caller.Door, receipt.IsRepeat);
        return receipt;
    }

    /// <summary>Reconciles records whose commands are stored, unless all is paused. What is not finished stays due.</summary>
    public async Task Work(IReadOnlyList<WorkKey> keys, ILambdaContext context, Lease? around = null)
    {
        var due = keys.Where(key => !key.IsSchedule).Distinct().ToList();
        if (due.Count == 0)
            return;
        try
        {
            if (await _pause.Cause() is { } cause)
                LogPaused(log, due.Count, cause);
            else
                await records.Work(due, [], context, around);
        }
        catch (ConnectionException failed)
        {
            LogWork(log, failed);
        }
    }

    async Task<CommandReceipt?> Store(SQSEvent.SQSMessage message)
    {
        var issues = new List<Issue>();
        var body = Encoding.UTF8.GetBytes(message.Body);
        var ofCrm = CrmCommandEvent.Read(body);
        var caller = ofCrm is null ? CommandCaller.OfQueue(message.Attributes.GetValueOrDefault(Sender), message.MessageId) : CommandCaller.OfCrm(ofCrm.Organization, message.MessageId);
        if (Read(body, ofCrm, issues) is { } command)
            return await Store(command, caller);
        var refused = await Intake.Refuse(caller, issues, CancellationToken.None);
        if (ofCrm is not null)
            await Intake.ShowRefusal(ofCrm, refused, issues, CancellationToken.None);
        LogRefused(log, refused.Id, caller.Door, issues[0].Code, issues[0].Rule);
        return null;
    }

    // Whoever may publish the event in the CRM is one of its users: the event says which verbs they have.
    static CommandDocument? Read(byte[] body, CrmCommandEvent? ofCrm, List<Issue> issues)
    {
        var command = CommandReader.Read(ofCrm?.Command ?? body, issues);
        if (command is null || ofCrm is null || CommandRole.May(ofCrm.Role, command.Verb))
            return command;
        issues.Add(CommandIssues.NotFromCrm(command.Verb, ofCrm.Role));
        return null;
    }

    // The caller's name may be a person's; it is in the sync log.
    [LoggerMessage(1, LogLevel.Information, "Command {Job} ({Verb}, {Records} records) came through the {Door}; repeated: {IsRepeat}")]
    static partial void LogStored(ILogger log, string job, string verb, int records, string door, bool isRepeat);

    [LoggerMessage(2, LogLevel.Warning, "Command {Job} of the {Door} is refused: {Code}: {Rule}")]
    static partial void LogRefused(ILogger log, string job, string door, string code, string rule);

    [LoggerMessage(3, LogLevel.Warning, "Storing the command of message {MessageId} failed. SQS will redeliver it")]
    static partial void LogStore(ILogger log, Exception failed, string messageId);

    [LoggerMessage(4, LogLevel.Warning, "Reconciling the records of commands failed. The records stay due")]
    static partial void LogWork(ILogger log, Exception failed);

    [LoggerMessage(5, LogLevel.Warning, "{Records} records of commands wait: {Cause}")]
    static partial void LogPaused(ILogger log, int records, string cause);
}
