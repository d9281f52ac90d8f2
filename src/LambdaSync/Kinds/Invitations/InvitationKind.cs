using System.Globalization;
using System.Text.Json;
using LambdaSync.Mapping;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Invitations;

/// <summary>An invitation that we received: AWS's answer is kept, and one that waits for our answer is listed until it is answered or expired.</summary>
public sealed class InvitationKind(KindRules rules) : IKind
{
    public WorkKind Kind => WorkKind.Invitation;

    public CompiledMapping? MappingOf(RecordView view) => null;

    public Turn Next(RecordView view, DateTimeOffset now)
    {
        var read = AwsRequest.GetEngagementInvitation(rules.Catalog, view.Key.Id);
        return view.Answers.TryGetValue(read.Operation, out var answer)
            ? new(view with { Data = answer.ToArray() }, EndOf(answer))
            : new(view, new Step.ReadAws(read));
    }

    static Step.End EndOf(ReadOnlyMemory<byte> answer)
    {
        using var json = JsonDocument.Parse(answer);
        if (!json.RootElement.TryGetProperty("Status", out var status) || !status.ValueEquals("PENDING"))
            return new Step.Done();
        var until = json.RootElement.TryGetProperty("ExpirationDate", out var date) ? date.ToString() : "it expires";
        return new Step.Await(string.Create(CultureInfo.InvariantCulture, $"the invitation waits for an answer until {until}"));
    }
}
