using System.Text.Json.Nodes;
using LambdaSync.Connections.Aws;
using LambdaSync.Simulator;

namespace LambdaSync.Simulation.Models.Sync;

/// <summary>Partner Central, watched: what it is sent, and the events that come of it.</summary>
sealed class Watch(World world) : HttpMessageHandler
{
    readonly HttpMessageInvoker _target = new(new SimulatorHandler(world.PartnerCentral));

    /// <summary>The same without HTTP.</summary>
    public async Task<AwsAnswer> Call(string operation, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        if (operation == "UpdateOpportunity")
            Check(JsonNode.Parse(body.Span)!.AsObject());
        try
        {
            var answer = await world.PartnerCentral.Call(operation, body, cancellation);
            world.Own<Deals>().Throttles += answer.ErrorType == "ThrottlingException" ? 1 : 0;
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
        if (operation == "UpdateOpportunity")
            Check(JsonNode.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken))!.AsObject());
        try
        {
            var answer = await _target.SendAsync(request, cancellationToken);
            if ((int)answer.StatusCode is 400 or 429 && (await answer.Content.ReadAsStringAsync(cancellationToken)).Contains("ThrottlingException", StringComparison.Ordinal))
                world.Own<Deals>().Throttles++;
            return answer;
        }
        finally
        {
            SyncSteps.Drain(world);
        }
    }

    // What AWS locks while a request is on its way is no mistake: its date has moved then.
    void Check(JsonObject body)
    {
        var id = body["Identifier"]!.GetValue<string>();
        var now = Sides.Aws(world).FirstOrDefault(o => o["Id"]!.GetValue<string>() == id);
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
