using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using LambdaSync.Fields;
using LambdaSync.Json;
using LambdaSync.Kinds;
using LambdaSync.Kinds.Opportunities;
using LambdaSync.Mapping;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Tests.Kinds;

/// <summary>From any view, the next step and its answer lead to an end: asked against a model of both sides.</summary>
[Trait("Row", "A18")]
public sealed class OpportunityStepsTests
{
    const int MaxSteps = 40;

    static readonly DateTimeOffset Day = new(2031, 3, 1, 0, 0, 0, TimeSpan.Zero);

    static readonly string[] Reasons =
        [Reason.Event, Reason.Crm, Reason.Sweep, Reason.Summary, Reason.Refresh, Reason.Locked, Reason.InDoubt, Reason.Outage];

    static readonly string[] Values = ["a", "b", "b ", "Accept To View", ""];

    static readonly string[] Statuses = ["Pending Submission", "Submitted", "Action Required", "Approved", "Rejected", ""];

    static readonly KindRules Rules = new("AWS", Compile(), ["X*"], TimeSpan.FromHours(6));

    static readonly OpportunityKind Kind = new(Rules);

    [Fact]
    public void Every_record_comes_to_an_end() => Gen.Int[0, int.MaxValue - 1].Sample(
        seed =>
        {
            var world = new World(new Random(seed));
            var end = world.Play(world.Claim());
            Assert.NotNull(end);
        },
        iter: 5_000);

    /// <summary>Once both sides were compared and nothing was held, comparing them again writes nothing.</summary>
    [Fact]
    public void What_is_done_stays_done() => Gen.Int[0, int.MaxValue - 1].Sample(
        seed =>
        {
            var world = new World(new Random(seed)) { IsKind = true };
            var first = world.Claim();
            if (world.Play(first) is not Step.Done || world.View.State is not { Closed: false } state || world.View.Entries.SelectMany(e => e.Detail.Issues).Concat(world.View.Issues).Any())
                return;
            var writes = world.Writes;
            world.Play(first with { State = state with { Version = state.Version + 1 }, Intent = null, InDoubt = false, Reasons = new HashSet<string> { Reason.Refresh } });
            Assert.Equal(writes, world.Writes);
        },
        iter: 5_000);

    static CompiledMapping Compile()
    {
        var issues = new List<Issue>();
        var document = MappingReader.Read(
            """
            {"version":1,"opportunity":{"crmObject":"Opportunity","awsId":"AwsId","syncFlag":"Sync__c","status":{"syncStatus":"Status__c","lastError":"Error__c"},"fields":[
              {"aws":"Project.Title","crm":"Title__c","owner":"aws"},
              {"aws":"Customer.Account.Address.City","crm":"City__c","owner":"crm"},
              {"aws":"Customer.Account.CompanyName","crm":"Company__c","owner":"latest"},
              {"aws":"Project.OtherSolutionDescription","crm":"Other__c"},
              {"aws":"aws:Insights.NextBestActions","crm":"Insight__c","outbound":false},
              {"aws":"LifeCycle.NextSteps","crm":"NextStep","inbound":false}]}}
            """u8, issues);
        Assert.Empty(issues);
        return CompiledMapping.Compile(document!, AceObject.Opportunity, issues)!;
    }

    /// <summary>Both sides of one opportunity, made from a seed, answering steps as the connections would.</summary>
    sealed class World(Random random)
    {
        static readonly string[] CrmFields = ["Title__c", "City__c", "Company__c", "Other__c", "Insight__c", "NextStep"];

        JsonObject? _opportunity;
        JsonObject? _summary;
        FlatRecord? _crm;
        int _dates = 10;

        /// <summary>Neither side refuses, masks or loses anything.</summary>
        public bool IsKind { get; init; }

        public int Writes { get; private set; }

        public RecordView View { get; private set; } = null!;

        public Claimed Claim()
        {
            _opportunity = Opportunity();
            _crm = random.Next(8) == 0 ? null : Crm();
            var reasons = Reasons.Where(_ => random.Next(3) == 0).ToHashSet(StringComparer.Ordinal);
            // Only a refresh compares both sides in any case.
            if (reasons.Count == 0 || IsKind)
                reasons.Add(IsKind ? Reason.Refresh : Reason.Event);
            _summary = random.Next(2) == 0 ? null : new JsonObject { ["Insights"] = new JsonObject { ["NextBestActions"] = Value() } };
            var state = random.Next(4) == 0 ? null : State();
            var intent = state is null || IsKind || random.Next(5) != 0 ? null : Intent(state);
            return new Claimed(Rules.Opportunity("O1"), 3, 1, reasons, Lane.Event, Day, Day, random.Next(3), state, intent, null, random.Next(4) == 0);
        }

        /// <returns>The end; null is a failure that the engine holds or retries.</returns>
        public Step.End Play(Claimed claim)
        {
            View = RecordView.Of(claim, random.Next(4) == 0 ? Reason.Sweep : null);
            for (var asked = 0; ; asked++)
            {
                Assert.True(asked < MaxSteps, "more than 40 steps");
                var (view, step) = Kind.Next(View, Day.AddDays(20));
                if (step is Step.End end)
                {
                    View = view;
                    return end;
                }

                var answered = Answer(view, step);
                if (answered is null)
                    return new Step.Hold([], "refused");
                Assert.NotSame(view, answered);
                View = answered;
            }
        }

        RecordView? Answer(RecordView view, Step step)
        {
            switch (step)
            {
                case Step.RepeatWrite:
                    // The engine ends the claim with the stopped worker's settlement.
                    return null;
                case Step.RepeatCall { Call: var call }:
                    return Repeat(view, call);
                case Step.ReadAws { What: var what }:
                    return view.WithAnswer(what, what.Operation == "GetOpportunity" ? Bytes(_opportunity!) : _summary is null ? default : Bytes(_summary));
                case Step.ReadWork:
                    return view with { Neighbor = (true, null) };
                case Step.ReadCrm:
                    var linked = view.State is null && !IsKind && random.Next(6) == 0 ? "O2" : null;
                    return view.WithCrm(_crm is null ? new CrmAnswer(CrmState.Deleted) : CrmAnswer.Of(new CrmCurrent("006A", _crm.ToJson(), linked, Day.AddDays(random.Next(20)))));
                case Step.WriteCrm write:
                    var (shown, with) = Kind.WithStatus(view, write, Day.AddDays(20));
                    return Write(shown, (Step.WriteCrm)with);
                case Step.CallAws { Call: var sent }:
                    if (!IsKind && random.Next(4) == 0)
                        return null;
                    return Operations.Of(sent.Operation).Succeeded(view with { Intent = [1], IsOutbound = true }, WithJob(view, sent), Take(sent), Day);
                default:
                    throw new InvalidOperationException(step.ToString());
            }
        }

        RecordView? Repeat(RecordView view, PendingCall call)
        {
            var operation = Operations.Of(call.Operation);
            var repeated = view with { IsRepeated = true };
            return operation.Recognize(call, Bytes(_opportunity!), Rules.Mapping) switch
            {
                Effect.Taken taken => operation.Succeeded(repeated, WithJob(view, call), taken.Answer, Day),
                Effect.Overtaken { State: { } state } => (repeated with { Intent = null }).WithState(state),
                Effect.Overtaken => repeated with { Intent = null },
                _ => random.Next(3) == 0 ? null : operation.Succeeded(repeated, WithJob(view, call), Take(call), Day),
            };
        }

        RecordView? Write(RecordView view, Step.WriteCrm step)
        {
            Writes++;
            if (!IsKind && random.Next(5) == 0)
                return null;
            _crm ??= new FlatRecord();
            _crm["AwsId"] = Scalars.OfText(step.Write.Row.ExternalId!);
            foreach (var (name, value) in new FlatRecord(step.Write.Row.Fields).Fields)
                _crm[name] = Scalars.TextOf(value) is { } text && !IsKind ? Scalars.OfText(text.Trim()) : value;
            var stored = new FlatRecord();
            foreach (var name in step.Write.Row.ReadBack)
                stored[name] = _crm[name] ?? "null";
            return Kind.Wrote(view, step, new CrmResult(step.Write.Row.Id is null ? CrmOutcome.Created : CrmOutcome.Updated, "006A", stored.ToJson(), []), Day);
        }

        static PendingCall WithJob(RecordView view, PendingCall call) => call with { Job = OwnJob.OfCall(view.Claim, view.Reasons, view.Calls, Day) };

        byte[] Take(PendingCall call)
        {
            Writes++;
            var body = (JsonObject)JsonNode.Parse(call.Body)!;
            body.Remove("Identifier");
            body["Id"] = "O1";
            body["LastModifiedDate"] = Date();
            _opportunity = body;
            return Bytes(new JsonObject { ["Id"] = "O1", ["LastModifiedDate"] = body["LastModifiedDate"]!.GetValue<string>() });
        }

        JsonObject Opportunity()
        {
            var opportunity = new JsonObject
            {
                ["Catalog"] = "AWS",
                ["Id"] = "O1",
                ["LastModifiedDate"] = Date(),
                ["Project"] = new JsonObject { ["Title"] = Value(), ["OtherSolutionDescription"] = Value() },
                ["Customer"] = new JsonObject { ["Account"] = new JsonObject { ["CompanyName"] = Value(), ["Address"] = new JsonObject { ["City"] = Value() } } },
                ["LifeCycle"] = new JsonObject { ["NextSteps"] = Value(), ["ReviewStatus"] = Statuses[random.Next(Statuses.Length)] },
            };
            if (random.Next(2) == 0)
                opportunity["PartnerOpportunityIdentifier"] = random.Next(6) == 0 ? "X1" : "006A";
            return opportunity;
        }

        FlatRecord Crm()
        {
            var crm = new FlatRecord { ["AwsId"] = random.Next(2) == 0 ? "null" : "\"O1\"", ["Sync__c"] = random.Next(5) == 0 ? "false" : "true" };
            foreach (var name in CrmFields)
                crm[name] = random.Next(5) == 0 ? "null" : Scalars.OfText(Values[random.Next(3)]);
            return crm;
        }

        RecordState State()
        {
            var document = random.Next(8) == 0 ? "{}"u8.ToArray() : OpportunityBody.Document(Bytes(random.Next(3) == 0 ? _opportunity! : Opportunity()), default);
            var baseline = random.Next(8) == 0 ? new FlatRecord() : random.Next(3) == 0 && _crm is not null ? new FlatRecord(_crm.ToJson()) : Crm();
            // A line that was mapped after the last sync has no baseline.
            if (random.Next(3) == 0)
                baseline[CrmFields[random.Next(CrmFields.Length)]] = null;
            return new RecordState(
                Rules.Opportunity("O1"), "Opportunity", "006A", document, Rules.Mapping.BaselineFields.Aggregate(new FlatRecord(), (kept, name) =>
                {
                    kept[name] = baseline[name];
                    return kept;
                }).ToJson(),
                Day.AddDays(random.Next(12)), 0, random.Next(12) == 0, 3)
            { OwnWrite = random.Next(3) == 0 ? Day.AddDays(random.Next(12)) : null };
        }

        byte[] Intent(RecordState state)
        {
            if (random.Next(2) == 0)
            {
                var row = new CrmWrite("006A", "AwsId", "O1", """{"Title__c":"a"}"""u8.ToArray(), null, Rules.Mapping.BaselineFields);
                return new StoredIntent(new PendingWrite("rec-1", 0, Outcome.Updated, "Opportunity", row, state, [], "{}"u8.ToArray(), [])).ToJson();
            }

            var body = OpportunityBody.Update("AWS", "O1", random.Next(2) == 0 ? (string)_opportunity!["LastModifiedDate"]! : OpportunityPageDate(3), Opportunity());
            var next = state with { AwsBaseline = OpportunityBody.Document(Bytes(Opportunity()), default) };
            return new StoredIntent(Aws: new PendingCall(nameof(UpdateOpportunity), body, Day, next, [], random.Next(3) == 0 ? null : state)).ToJson();
        }

        string Date() => OpportunityPageDate(_dates++);

        static string OpportunityPageDate(int day) => Day.AddDays(day).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

        string Value() => Values[random.Next(IsKind ? 2 : Values.Length)];

        static byte[] Bytes(JsonObject json) => CanonicalJson.ToArray(Encoding.UTF8.GetBytes(json.ToJsonString()));
    }
}
