using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Fields;
using LambdaSync.Json;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Tests.Sync;

/// <summary>
/// A linked record whose field has no CRM baseline: its line is new in the mapping, or the store was restored. Equal stays, an empty side
/// is filled, different values ask the owner, and without one nothing is written and the field is listed.
/// </summary>
[Trait("Row", "A18")]
public sealed class WithoutBaselineTests
{
    const string City = "City__c";

    static readonly DateTimeOffset Day = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly DateOnly Today = new(2026, 3, 5);

    /// <summary>Owner, the days that the CRM was changed after AWS, what each side has, what each has afterwards, whether it is listed.</summary>
    public static TheoryData<string, int, string?, string?, string?, string?, bool, bool> Rows()
    {
        var rows = new TheoryData<string, int, string?, string?, string?, string?, bool, bool>();
        foreach (var awsChanged in new[] { false, true })
        {
            foreach (var owner in new[] { "aws", "crm", "latest", "none" })
            {
                rows.Add(owner, 0, "Seattle", "Seattle", "Seattle", "Seattle", false, awsChanged);
                rows.Add(owner, 0, "Seattle", null, "Seattle", "Seattle", false, awsChanged);
                rows.Add(owner, 0, null, "Portland", "Portland", "Portland", false, awsChanged);
                rows.Add(owner, 0, null, null, null, null, false, awsChanged);
            }

            rows.Add("aws", 1, "Seattle", "Portland", "Seattle", "Seattle", true, awsChanged);
            rows.Add("crm", -1, "Seattle", "Portland", "Portland", "Portland", true, awsChanged);
            rows.Add("latest", -1, "Seattle", "Portland", "Seattle", "Seattle", true, awsChanged);
            rows.Add("latest", 1, "Seattle", "Portland", "Portland", "Portland", true, awsChanged);
            rows.Add("none", 1, "Seattle", "Portland", "Seattle", "Portland", true, awsChanged);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Both_sides_are_compared(string owner, int crmDays, string? aws, string? crm, string? awsAfter, string? crmAfter, bool listed, bool awsChanged)
    {
        var mapping = Compile(owner);
        var look = new Look(mapping, State(aws), Crm(crm), aws, awsChanged, crmDays);
        Assert.Equal((awsAfter, crmAfter), (look.AwsAfter, look.CrmAfter));
        Assert.Equal(listed, look.Plan.Issues.Any(i => i is { Code: IssueCodes.NoOwner, Severity: Severity.Warning, Field: City }));
        Assert.Equal(aws is not null && crm is not null && aws != awsAfter, look.Overwrites);
        // What is listed and written nowhere is kept in the log, which an unchanged record is not.
        if (listed && look.Plan is Plan.Settle settle)
            Assert.Equal(Outcome.Skipped, settle.Outcome);

        // It has a baseline from now on: nothing is said or done a second time, and nothing has to be read.
        var again = new Look(mapping, look.State, look.Crm, awsAfter, awsChanged: false, crmDays);
        Assert.Equal((awsAfter, crmAfter), (again.AwsAfter, again.CrmAfter));
        Assert.Empty(again.Plan.Issues);
        Assert.Equal(Outcome.Unchanged, Assert.IsType<Plan.Settle>(new Decision("AWS", mapping, []).CheckBaseline(Seen(look.State.AwsBaseline, 2), look.State)).Outcome);
        Assert.False(new OutboundDecision("AWS", mapping).NeedsAws(look.State, look.Crm));

        // The next edit of a person is one.
        look.Crm[City] = "\"Salem\"";
        var edit = new Look(mapping, look.State, look.Crm, awsAfter, awsChanged: false, crmDays);
        Assert.Equal(("Salem", "Salem", false), (edit.AwsAfter, edit.CrmAfter, edit.Overwrites));
    }

    [Fact]
    public void AWSs_document_being_the_same_hides_no_field_without_a_baseline()
    {
        var state = State("Seattle");
        var seen = Seen(state.AwsBaseline, 0);
        Assert.Null(new Decision("AWS", Compile("none"), []).CheckBaseline(seen, state));
        // Where neither side can be written, there is nothing to find.
        Assert.NotNull(new Decision("AWS", Compile("none", ", \"outbound\": false"), []).CheckBaseline(Seen(State(null).AwsBaseline, 0), State(null)));
    }

    /// <summary>An edit of another field wakes the record; AWS is not asked yet.</summary>
    [Theory]
    [InlineData("aws", "Seattle", "Portland", false, false)]
    [InlineData("latest", "Seattle", "Portland", false, false)]
    [InlineData("none", "Seattle", "Portland", false, false)]
    [InlineData("crm", "Seattle", "Portland", true, true)]
    [InlineData("none", null, "Portland", true, false)]
    [InlineData("none", "Seattle", null, false, false)]
    [InlineData("crm", "Seattle", null, false, false)]
    [InlineData("crm", "Seattle", "Seattle", false, false)]
    public void Outbound_alone_takes_it_for_an_edit_only_where_AWS_is_empty_or_the_CRM_owns_it(string owner, string? aws, string? crm, bool sent, bool overwrites)
    {
        var (outbound, state) = (new OutboundDecision("AWS", Compile(owner)), State(aws));
        Assert.Equal(sent, outbound.HasEdits(state, Crm(crm)));
        Assert.True(outbound.NeedsAws(state, Crm(crm)));

        var plan = outbound.Update(state, Crm(crm), Today);
        Assert.Equal(sent, plan is OutboundPlan.Send);
        Assert.Equal(overwrites, plan is OutboundPlan.Send { Overwrites: true });

        // The other field's edit goes without it.
        var edited = Crm(crm);
        edited["Name"] = "\"Renamed\"";
        var send = Assert.IsType<OutboundPlan.Send>(outbound.Update(state, edited, Today));
        Assert.Equal(("Renamed", sent ? crm : aws), (At(send.Document, "Project.Title"), At(send.Document, "Customer.Account.Address.City")));
        Assert.Equal(overwrites, send.Overwrites);
    }

    /// <summary>The line goes outbound only, or AWS's changes do not come in: the CRM is never written.</summary>
    [Theory]
    [InlineData("aws", "Seattle", "Portland", "Seattle", true)]
    [InlineData("crm", "Seattle", "Portland", "Portland", true)]
    [InlineData("latest", "Seattle", "Portland", "Portland", true)]
    [InlineData("none", "Seattle", "Portland", "Seattle", true)]
    [InlineData("none", null, "Portland", "Portland", false)]
    [InlineData("none", "Seattle", "Seattle", "Seattle", false)]
    [InlineData("none", "Seattle", null, "Seattle", false)]
    public void What_only_travels_outbound_is_compared_too(string owner, string? aws, string? crm, string? awsAfter, bool listed)
    {
        foreach (var mapping in new[] { Compile(owner, ", \"inbound\": false"), Compile(owner, "", ", \"inboundUpdates\": false") })
        {
            foreach (var awsChanged in new[] { false, true })
            {
                var look = new Look(mapping, State(aws), Crm(crm), aws, awsChanged, crmDays: 3);
                Assert.Equal((awsAfter, crm), (look.AwsAfter, look.CrmAfter));
                Assert.Equal(listed, look.Plan.Issues.Any(i => i.Code == IssueCodes.NoOwner));
                Assert.Equal(aws is not null && aws != awsAfter, look.Overwrites);
                Assert.False(new OutboundDecision("AWS", mapping).NeedsAws(look.State, look.Crm));

                look.Crm[City] = "\"Salem\"";
                Assert.Equal("Salem", new Look(mapping, look.State, look.Crm, awsAfter, awsChanged: false, crmDays: 3).AwsAfter);
            }
        }
    }

    [Fact]
    public void A_first_link_asks_the_owner_of_what_only_travels_outbound()
    {
        var state = State("Seattle");
        foreach (var (owner, awsAfter) in new[] { ("none", "Seattle"), ("aws", "Seattle"), ("crm", "Portland") })
        {
            var mapping = Compile(owner, ", \"inbound\": false");
            var plan = Assert.IsType<Plan.Write>(new Decision("AWS", mapping, []).Plan(Seen(state.AwsBaseline, 1), null, new CrmCurrent("006A", """{"City__c":"Portland"}"""u8.ToArray(), null, null)));
            var after = Look.StateAfter(plan, plan.Next, Crm("Portland"));
            var sent = new OutboundDecision("AWS", mapping).Update(after, Crm("Portland"), Today, default, state.LinkOnly());
            Assert.Equal(awsAfter, sent is OutboundPlan.Send send ? At(send.Document, "Customer.Account.Address.City") : "Seattle");
            Assert.Equal(owner == "crm", sent is OutboundPlan.Send { Overwrites: true });
        }
    }

    [Fact]
    public void One_of_several_CRM_values_for_AWSs_value_is_equal()
    {
        var mapping = Compile("crm", """, "inbound": false, "values": { "Seattle": ["Emerald City", "Jet City"] }""");
        var look = new Look(mapping, State("Seattle"), Crm("Jet City"), "Seattle", awsChanged: false, crmDays: 0);
        Assert.Equal(("Seattle", "Jet City", 0), (look.AwsAfter, look.CrmAfter, look.Plan.Issues.Count));
    }

    /// <summary>One look at both sides: what AWS changed, then what the CRM changed, as it is carried out.</summary>
    sealed class Look
    {
        public Look(CompiledMapping mapping, RecordState before, FlatRecord crm, string? aws, bool awsChanged, int crmDays)
        {
            Crm = new FlatRecord(crm.ToJson());
            var modified = before.AwsModified!.Value.AddDays(awsChanged ? 1 : 0);
            var document = Document(aws, awsChanged ? "Sign" : "Call", At(before.AwsBaseline, "Project.Title")!);
            var seen = new AwsObservation(AceObject.Opportunity, "O1234567", null, modified, 0, false, document, []) { Whole = true };
            Plan = new Decision("AWS", mapping, []).Plan(seen, before, new CrmCurrent("006A", Crm.ToJson(), "O1234567", modified.AddDays(crmDays)));
            State = before;
            switch (Plan)
            {
                case Plan.Write write:
                    foreach (var (name, value) in new FlatRecord(write.Fields).Fields)
                        Crm[name] = value;
                    State = StateAfter(write, write.Next, Crm);
                    break;
                case Plan.Settle { Next: { } next }:
                    State = next;
                    break;
            }

            switch (new OutboundDecision("AWS", mapping).Update(State, Crm, Today, document, before))
            {
                case OutboundPlan.Send send:
                    (State, Overwrites) = (State with { AwsBaseline = send.Document, CrmBaseline = send.CrmBaseline }, send.Overwrites);
                    break;
                case OutboundPlan.Nothing nothing:
                    State = State with { CrmBaseline = nothing.CrmBaseline };
                    break;
            }
        }

        public Plan Plan { get; }

        public RecordState State { get; }

        public FlatRecord Crm { get; }

        public bool Overwrites { get; }

        public string? AwsAfter => At(State.AwsBaseline, "Customer.Account.Address.City");

        public string? CrmAfter => Crm.IsEmpty(City) ? null : Scalars.TextOf(Crm[City]!);

        public static RecordState StateAfter(Plan.Write write, RecordState next, FlatRecord crm)
        {
            var baseline = new FlatRecord();
            foreach (var (name, _) in new FlatRecord(write.Fields).Fields)
                baseline[name] = crm[name];
            foreach (var (name, kept) in write.KeepBaseline)
                baseline[name] = kept;
            return next with { CrmBaseline = baseline.ToJson() };
        }
    }

    static AwsObservation Seen(byte[] document, int day) => new(AceObject.Opportunity, "O1234567", null, Day.AddDays(day), 0, false, document, []) { Whole = true };

    // City__c was not mapped when the record was synced last.
    static RecordState State(string? aws) => new(
        WorkKey.Opportunity("AWS", "O1234567"), "Opportunity", "006A", Document(aws, "Call", "Deal"), """{"Name":"Deal"}"""u8.ToArray(), Day, 0, false, 3);

    static FlatRecord Crm(string? city) => new() { ["AwsId"] = "\"O1234567\"", ["Name"] = "\"Deal\"", [City] = city is null ? "null" : $"\"{city}\"" };

    static byte[] Document(string? city, string nextSteps, string title)
    {
        var address = city is null ? "" : $$""" "Address":{"City":"{{city}}"},""";
        return CanonicalJson.ToArray(Encoding.UTF8.GetBytes(
            $$$"""{"opportunity":{"Customer":{"Account":{ {{{address}}}"CompanyName":"Example"} },"LastModifiedDate":"2026-03-01T10:00:00Z","LifeCycle":{"NextSteps":"{{{nextSteps}}}","ReviewStatus":"Pending Submission"},"Project":{"CustomerBusinessProblem":"A problem that is described in more than twenty characters.","Title":"{{{title}}}"} } }"""));
    }

    static string? At(byte[] document, string path)
    {
        JsonNode? node = JsonNode.Parse(document)!["opportunity"];
        foreach (var name in path.Split('.'))
            node = node?[name];
        return node?.GetValue<string>();
    }

    static CompiledMapping Compile(string owner, string line = "", string more = "")
    {
        var issues = new List<Issue>();
        var document = MappingReader.Read(
            Encoding.UTF8.GetBytes($$"""
            {"version":1,"opportunity":{"crmObject":"Opportunity","awsId":"AwsId"{{more}}{{(owner == "none" ? "" : $", \"owner\": \"{owner}\"")}},"fields":[
              {"aws":"Project.Title","crm":"Name"},
              {"aws":"Customer.Account.Address.City","crm":"{{City}}"{{line}} } ] } }
            """), issues);
        Assert.Empty(issues);
        return CompiledMapping.Compile(document!, AceObject.Opportunity, issues)!;
    }
}
