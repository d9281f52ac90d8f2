using System.Globalization;
using System.Text.Json;
using Amazon.Lambda.Core;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Records;

/// <summary>Invitations that we received: AWS's answer is kept, one that waits for ours is listed until it is answered or over.</summary>
sealed class InvitationBatch(RecordWorker worker, ILambdaContext context) : RecordBatch(worker, context)
{
    protected override async Task Work()
    {
        foreach (var piece in Pieces)
        {
            await Call(piece, acts: false, async aws =>
            {
                var answer = await aws.GetEngagementInvitation(Worker.Catalog, piece.Key.Id, None);
                piece.Data = answer.ToArray();
                piece.End(Next(answer));
            });
        }
    }

    static WorkNext Next(ReadOnlyMemory<byte> answer)
    {
        using var json = JsonDocument.Parse(answer);
        if (!json.RootElement.TryGetProperty("Status", out var status) || !status.ValueEquals("PENDING"))
            return WorkNext.Finished;
        var until = json.RootElement.TryGetProperty("ExpirationDate", out var date) ? date.ToString() : "it expires";
        return new WorkNext.Parked(string.Create(CultureInfo.InvariantCulture, $"waits for an answer until {until}"));
    }
}

/// <summary>Engagements: AWS's answer is kept with the contexts in it, a lead's among them.</summary>
sealed class EngagementBatch(RecordWorker worker, ILambdaContext context) : RecordBatch(worker, context)
{
    protected override async Task Work()
    {
        foreach (var piece in Pieces)
        {
            await Call(piece, acts: false, async aws =>
            {
                piece.Data = (await aws.GetEngagement(Worker.Catalog, piece.Key.Id, None)).ToArray();
                piece.Finish();
            });
        }
    }
}

/// <summary>Nothing to do.</summary>
sealed class IdleBatch(RecordWorker worker, ILambdaContext context) : RecordBatch(worker, context)
{
    protected override Task Work() => Task.CompletedTask;
}
