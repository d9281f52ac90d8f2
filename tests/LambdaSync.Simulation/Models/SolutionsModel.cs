using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Functions;
using LambdaSync.Simulation.Faults;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Queues;
using LambdaSync.Simulation.Stories;
using LambdaSync.Simulator;

namespace LambdaSync.Simulation.Models;

/// <summary>The partner's solutions, read from Partner Central every hour: HTTP, the SDK's pipeline and timers on the pump.</summary>
sealed class SolutionsModel : Model
{
    const string Function = "SolutionRefresh", Catalog = "AWS", NameField = "Name";

    public override string Name => "solutions";

    public override IReadOnlyList<IPlot> Plots { get; } = [new SolutionPlot(), new FaultPlot([Function], ["partner-central", "crm"], []) { MaxCalls = 8 }];

    public override IReadOnlyList<Invariant> Invariants { get; } = [new("solutions-same", "the CRM has the solutions that AWS lists, as AWS lists them", Same)];

    public override IReadOnlyList<Variant> Variants { get; } = [new LosesOne()];

    public override TimeSpan Length(Chance chance) => chance.Between(TimeSpan.FromHours(1), TimeSpan.FromHours(12));

    public override void Build(World world)
    {
        var function = world.Add(new Function<SolutionRefresh>(world, Function, process => new SolutionRefresh(
            Client(world, process), process.Reach<IBuiltInCrm>(world.CrmOutside, world.Crm))));
        world.Tickers.Add(new Ticker(world, function, TimeSpan.FromHours(1), () => function.Invoke((handler, _) => handler.Run(Catalog, CancellationToken.None))));
    }

    public override void Heal(World world) => world.Own<Progress>().WhenHealed = world.Tickers[0].Done;

    // The one that runs at the healing may have read before the last change.
    public override bool IsAtRest(World world) => world.Tickers[0].Done >= world.Own<Progress>().WhenHealed + 2;

    static PartnerCentralClient Client(World world, Incarnation process)
    {
        var settings = new AwsSettings { Endpoint = new Uri("http://partner-central.test"), Credentials = new BasicAWSCredentials("test", "test"), Timeout = Timeout.InfiniteTimeSpan };
        var handler = process.Reach(world.PartnerCentralOutside, new SimulatorHandler(world.PartnerCentral), TimeSpan.FromSeconds(30));
        return new PartnerCentralClient(settings, handler: handler);
    }

    static List<string> Same(World world)
    {
        using var crm = new SqliteDump(world.CrmName);
        var held = crm.Rows($"SELECT fields FROM record WHERE object = '{SolutionRefresh.Object}'").Select(r => JsonNode.Parse((byte[])r[0]!)!)
            .ToLookup(f => f[SolutionRefresh.IdField]!.GetValue<string>(), f => $"{f[NameField]} {f["Status__c"]}");
        return
        [
            .. world.Own<Progress>().Listed.Where(s => !held[s.Key].SequenceEqual([s.Value])).Select(s => $"{s.Key} is '{s.Value}', the CRM has: {string.Join(", ", held[s.Key].DefaultIfEmpty("nothing"))}"),
            .. held.Where(h => !world.Own<Progress>().Listed.ContainsKey(h.Key)).Select(h => $"{h.Key} is not AWS's"),
        ];
    }

    sealed class Progress
    {
        public int WhenHealed { get; set; }

        public Dictionary<string, string> Listed { get; } = new(StringComparer.Ordinal);
    }

    sealed class SolutionPlot : IPlot
    {
        public IEnumerable<Step> Write(Chance chance, TimeSpan length, IReadOnlyList<Step> before)
        {
            for (var left = chance.Between(1, 10); left > 0; left--)
                yield return new SolutionStep(chance.Between(TimeSpan.Zero, length), $"S-000000{chance.Between(1, 5)}", $"Solution {left}", chance.Is(0.7) ? "Active" : "Inactive");
        }
    }

    sealed record SolutionStep(TimeSpan At, string Id, string SolutionName, string Status) : Step(At)
    {
        protected override string Says => $"AWS lists {Id} as '{SolutionName}', {Status}";

        public override void Do(World world)
        {
            var listed = world.Own<Progress>().Listed;
            if (listed.ContainsKey(Id))
                world.Tally.Edits++;
            else
                world.Tally.Records++;
            listed[Id] = $"{SolutionName} {Status}";
            world.PartnerCentral.Control.Do("add-solution", new JsonObject { ["id"] = Id, ["name"] = SolutionName, ["status"] = Status });
        }
    }

    sealed class LosesOne() : Variant("loses-one", "all that AWS lists is taken")
    {
        public override HttpMessageHandler DressHttp(HttpMessageHandler target, string function) => new Shortening(target);

        sealed class Shortening(HttpMessageHandler target) : DelegatingHandler(target)
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                var answer = await base.SendAsync(request, cancellationToken);
                if (answer.StatusCode != HttpStatusCode.OK)
                    return answer;
                var body = JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken))!;
                if (body["SolutionSummaries"] is JsonArray { Count: > 0 } solutions)
                    solutions.RemoveAt(solutions.Count - 1);
                answer.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body)) { Headers = { ContentType = answer.Content.Headers.ContentType } };
                return answer;
            }
        }
    }
}
