using System.Text.Json.Nodes;
using LambdaSync.Connections.Aws;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Models.Referrals;
using LambdaSync.Simulation.Models.Sync.Sales;
using LambdaSync.Simulation.Models.Sync.Watching;
using LambdaSync.Simulator;

namespace LambdaSync.Simulation.Models.Sync;

/// <summary>Partner Central, watched: what it is sent, and the events that come of it.</summary>
sealed class Watch(World world) : HttpMessageHandler
{
    readonly HttpMessageInvoker _target = new(new SimulatorHandler(world.PartnerCentral));

    /// <summary>What a process sends, as it begins to.</summary>
    public AwsEnd Before(Incarnation process, AwsEnd end) => (operation, body, cancellation) =>
    {
        if (world.Parts.Ledger)
            world.Own<QuotaWatch>().Sent(world, process, operation);
        world.Own<ReferralCalls>().Begin(operation, body.Span);
        if (operation == "UpdateOpportunity")
            world.Own<ClaimWatch>().Begin(world, process, JsonNode.Parse(body.Span)!["Identifier"]!.GetValue<string>(), "AWS");
        // The slow round asks for stages.
        if (operation == "ListOpportunities" && process.Function == SyncModel.Sweeper && body.Span.IndexOf("LifeCycleStage"u8) < 0)
            world.Own<Witness>().Deadlines.Listed();
        return end(operation, body, cancellation);
    };

    /// <summary>The same without HTTP.</summary>
    public async Task<AwsAnswer> Call(string operation, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var sent = Sent(operation, body.Span);
        world.Own<Submissions>().Sent(world, operation, body.Span);
        if (world.Own<Refusals>().Next(operation) is { } refused)
        {
            world.Tally.Reach(Reaches.Refused);
            return refused;
        }

        try
        {
            var changes = world.PartnerCentral.Control.Changes;
            var answer = await world.PartnerCentral.Call(operation, body, cancellation);
            if (answer.ErrorType == "ThrottlingException")
            {
                world.Own<Deals>().Throttles++;
                world.Tally.Reach(Reaches.Throttled);
            }

            if (operation == "ListOpportunities")
                SeeDates(answer.Body);
            // An internal error may come after the effect.
            if (sent is not null && (answer.Status == 200 || (answer.Status >= 500 && world.PartnerCentral.Control.Changes != changes)))
                world.Own<Witness>().WroteAws(sent["Identifier"]?.GetValue<string>());
            if (answer.Status == 200)
                world.Own<Submissions>().Answered(world, operation, body.Span, answer.Body);
            return new AwsAnswer(answer.Status, answer.ErrorType, answer.RequestId, answer.Body);
        }
        finally
        {
            SyncSteps.Drain(world);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var operation = request.Headers.TryGetValues("X-Amz-Target", out var target) ? target.First().Split('.')[^1] : "";
        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        var sent = Sent(operation, body);
        world.Own<Submissions>().Sent(world, operation, body);
        try
        {
            var answer = await _target.SendAsync(request, cancellationToken);
            if ((int)answer.StatusCode is 400 or 429 && (await answer.Content.ReadAsStringAsync(cancellationToken)).Contains("ThrottlingException", StringComparison.Ordinal))
                world.Own<Deals>().Throttles++;
            if (answer.IsSuccessStatusCode && sent is not null)
                world.Own<Witness>().WroteAws(sent["Identifier"]?.GetValue<string>());
            if (answer.IsSuccessStatusCode)
            {
                var said = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
                world.Own<Submissions>().Answered(world, operation, body, said);
            }

            return answer;
        }
        finally
        {
            SyncSteps.Drain(world);
        }
    }

    // More follow, and the page's last two have one date.
    void SeeDates(ReadOnlySpan<byte> page)
    {
        if (page.IndexOf("\"NextToken\""u8) < 0 || JsonNode.Parse(page)!["OpportunitySummaries"] is not JsonArray { Count: > 0 } listed)
            return;
        var last = listed[^1]!["LastModifiedDate"]!.GetValue<string>();
        if (Sides.Aws(world).Count(o => o["LastModifiedDate"]!.GetValue<string>() == last) > 1)
            world.Tally.Reach(Reaches.SameDate);
    }

    // The body of a call that changes an opportunity, or null.
    JsonObject? Sent(string operation, ReadOnlySpan<byte> json)
    {
        world.Own<ReferralCalls>().Sent(world, operation, json);
        if (operation is not ("UpdateOpportunity" or "CreateOpportunity"))
            return null;
        var body = JsonNode.Parse(json)!.AsObject();
        if (operation == "UpdateOpportunity")
            Check(body);
        else
            world.Own<Tokens>().Sent(world, body["ClientToken"]!.GetValue<string>(), json.ToArray());
        return body;
    }

    // What AWS locks while a request is on its way is no mistake: its date has moved then.
    void Check(JsonObject body)
    {
        var id = body["Identifier"]!.GetValue<string>();
        var now = Sides.Aws(world, id);
        if (now is null || now["LastModifiedDate"]!.GetValue<string>() != body["LastModifiedDate"]?.GetValue<string>())
            return;
        var status = Sides.Text(now, "LifeCycle.ReviewStatus");
        if (status is "Submitted" or "In review")
            world.Own<Deals>().Wrong.Add($"{id} was updated while it was {status}");
        if (status is "Approved" && Sides.Text(now, "Project.Title") != Sides.Text(body, "Project.Title"))
            world.Own<Deals>().Wrong.Add($"the title of {id} was changed, which is closed");
        if (body.ToJsonString().Contains("Accept To View", StringComparison.OrdinalIgnoreCase))
            world.Own<Deals>().Wrong.Add($"a masked value was sent for {id}");
    }
}
