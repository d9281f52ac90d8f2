using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Fields;
using LambdaSync.Json;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using Xunit;

namespace LambdaSync.Tests.Sync.Elements;

/// <summary>One opportunity's contacts at AWS and one CRM record, kept the same by both decisions. A contact is written <c>ada North Boss +491</c>.</summary>
sealed class ContactPair
{
    static readonly string[] Members = ["Email", "FirstName", "LastName", "BusinessTitle", "Phone"];
    static readonly DateOnly Today = new(2026, 3, 5);

    readonly CompiledMapping _mapping;
    DateTimeOffset _now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public ContactPair(string owner, int positions = 1, string line = "")
    {
        Positions = positions;
        var lines = Enumerable.Range(0, positions).SelectMany(i => Members.Select(m => $$"""{"aws":"Customer.Contacts[{{i}}].{{m}}","crm":"{{m}}{{i}}"{{line}}}"""));
        var issues = new List<Issue>();
        var document = MappingReader.Read(Encoding.UTF8.GetBytes(
            $$"""{"version":1,"opportunity":{"crmObject":"Opportunity","awsId":"AwsId"{{(owner == "none" ? "" : $", \"owner\": \"{owner}\"")}},"fields":[{"aws":"Project.Title","crm":"Name"},{{string.Join(',', lines)}}] } }"""), issues);
        _mapping = CompiledMapping.Compile(document!, AceObject.Opportunity, issues)!;
        Assert.Empty(issues);
        foreach (var name in _mapping.CrmReads)
            Crm[name] = "null";
        (Crm["AwsId"], Crm["Name"]) = ("\"O1234567\"", "\"Deal\"");
    }

    public int Positions { get; }

    /// <summary>The list as AWS has it, each element's members that it has.</summary>
    public JsonArray Aws { get; private set; } = [];

    public FlatRecord Crm { get; } = new();

    public RecordState? State { get; private set; }

    /// <summary>What both decisions said in the last round.</summary>
    public List<Issue> Issues { get; } = [];

    public string AwsNow => string.Join(", ", Aws.Select(c => string.Join(' ', Members.Select(m => c![m]?.GetValue<string>() ?? "-"))));

    public string CrmNow(int position = 0) => string.Join(' ', Members.Select(m => Crm.IsEmpty($"{m}{position}") ? "-" : Scalars.TextOf(Crm[$"{m}{position}"]!)));

    public ContactPair AwsHas(params string[] contacts)
    {
        Aws = [.. contacts.Select(Contact)];
        return this;
    }

    public ContactPair CrmHas(string contact, int position = 0)
    {
        foreach (var (member, value) in Members.Zip(contact.Split(' ')))
            Crm[$"{member}{position}"] = value == "-" ? "null" : $"\"{value}\"";
        return this;
    }

    public ContactPair Edit(string member, string value, int position = 0)
    {
        Crm[$"{member}{position}"] = value == "-" ? "null" : $"\"{value}\"";
        return this;
    }

    /// <summary>AWS is read and compared, then the CRM's edits are sent.</summary>
    public ContactPair Sync()
    {
        Issues.Clear();
        _now = _now.AddHours(1);
        var seen = Document();
        var observed = new AwsObservation(AceObject.Opportunity, "O1234567", null, _now, 0, false, seen, []) { Whole = true };
        var plan = new Decision("AWS", _mapping, []).Plan(observed, State, new CrmCurrent("006A", Crm.ToJson(), "O1234567", _now.AddMinutes(1)));
        Issues.AddRange(plan.Issues);
        switch (plan)
        {
            case Plan.Write write:
                var baseline = new FlatRecord();
                foreach (var (name, value) in new FlatRecord(write.Fields).Fields)
                    (Crm[name], baseline[name]) = (value, value);
                foreach (var (name, kept) in write.KeepBaseline)
                    baseline[name] = kept;
                State = write.Next with { CrmBaseline = baseline.ToJson() };
                break;
            case Plan.Settle { Next: { } next }:
                State = next;
                break;
        }

        var sent = new OutboundDecision("AWS", _mapping).Update(State!, Crm, Today, seen);
        // What AWS's field sheet asks for besides is nothing of the contacts.
        Issues.AddRange(sent.Issues.Where(i => i.Code != IssueCodes.Required));
        switch (sent)
        {
            case OutboundPlan.Send send:
                State = State! with { AwsBaseline = send.Document, CrmBaseline = send.CrmBaseline };
                Aws = JsonNode.Parse(send.Body)!["Customer"]?["Contacts"]?.DeepClone() as JsonArray ?? [];
                Assert.DoesNotContain(Aws, contact => contact is null);
                foreach (var contact in Aws)
                {
                    foreach (var member in contact!.AsObject().Where(m => m.Value is null).ToList())
                        contact.AsObject().Remove(member.Key);
                }

                break;
            case OutboundPlan.Nothing nothing:
                State = State! with { CrmBaseline = nothing.CrmBaseline };
                break;
        }

        return this;
    }

    static JsonNode Contact(string text)
    {
        var contact = new JsonObject();
        foreach (var (member, value) in Members.Zip(text.Split(' ')).Where(m => m.Second != "-"))
            contact[member] = value;
        return contact;
    }

    byte[] Document() => CanonicalJson.ToArray(Encoding.UTF8.GetBytes(
        $$$"""{"opportunity":{"Customer":{"Contacts":{{{Aws.ToJsonString()}}} },"Id":"O1234567","LastModifiedDate":"2026-03-01T10:00:00Z","LifeCycle":{"ReviewStatus":"Pending Submission"},"Project":{"CustomerBusinessProblem":"A problem that is described in more than twenty characters.","Title":"Deal"} } }"""));
}
