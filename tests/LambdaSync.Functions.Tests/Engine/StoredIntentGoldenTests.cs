using Xunit;

namespace LambdaSync.Functions.Tests.Engine;

/// <summary>
/// The intents that earlier releases stored. A worker of a new release finds those of the workers it replaces, so each file stays readable;
/// a changed format gets a new file beside them.
/// </summary>
public sealed class StoredIntentGoldenTests
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Engine", "Golden");

    static readonly Dictionary<string, string> Expected = new(StringComparer.Ordinal)
    {
        ["crm-write-own-job.json"] = """
            intent: CRM write
            log: rec-00f1c2d3e4a5b697 0 Updated
            row: Opportunity 006EXAMPLE0000042
            external id: AWS_opportunityId__c = O1000042
            fields: {"Amount":1250.5,"Name":"Orbit & Söhne: test fleet","NextStep":null}
            copy from: 006EXAMPLE0000001
            link: AccountId = 001EXAMPLE0000001, same record, match by (none), keeps shared
            if version: (none)
            read back: Name, Amount, NextStep, StageName
            keep baseline: NextStep = (null)
            keep baseline: StageName = "Prospecting"
            payload: {"opportunity":{"Id":"O1000042"}}
            issue: Warning sync-conflict | StageName | Qualified | Both sides changed the field. | Nothing: the CRM's value counts. |   00000000-0000-4000-8000-000000000042
            issue: Error value-too-long | Name | Orbit & Söhne | The name has at most 5 characters. | Shorten it. |
            next key: Sandbox Opportunity 'O1000042'
            next link: Opportunity '006EXAMPLE0000042'
            next AWS baseline: {"aws":{"Catalog":"Sandbox"},"opportunity":{"Catalog":"Sandbox","Id":"O1000042","LastModifiedDate":"2031-03-04T05:06:07.123Z","Project":{"Title":"Orbit & Söhne: test fleet"}}}
            next CRM baseline: {"Amount":1000,"Name":"Old name","NextStep":"Call","StageName":"Prospecting"}
            next modified: 2031-03-04T05:06:07.1230000+00:00, own write: 2031-03-01T00:00:00.5000000+00:00
            next payload version: 0, open, version: 7
            job: rec-00f1c2d3e4a5b697, Event, inbound, Sandbox/opportunity/O1000042
            job from 2031-03-04T05:06:09.2500000+00:00 to (none): ApiSuccess, 1 0 0
            issue: Note job-note |  |  | A rule of the job. | A fix of the job. |
            """,
        ["crm-write-of-file.json"] = """
            intent: CRM write
            log: file-8a9b0c1d2e3f4051 12 Created
            row: Lead (new)
            external id: AWS_leadId__c = L2000007
            fields: {"Company":"Example Widgets","LastName":"Müster"}
            copy from: 00QEXAMPLE0000001
            link: AccountId = (none), new record, match by (none), keeps shared
            if version: (none)
            read back: Company, LastName
            payload: {"lead":{"leadId":"L2000007"}}
            issue: Note unknown-value | Industry | Space Farming | The value is not in the catalogue. | Add it to the value map. | lead/lead_example.json 12
            next key: AWS Lead 'L2000007'
            next link: Lead ''
            next AWS baseline: {"lead":{"leadId":"L2000007"}}
            next CRM baseline: {}
            next modified: (none), own write: (none)
            next payload version: 2, open, version: 0
            job: (none)
            """,
        ["crm-write-links.json"] = """
            intent: CRM write
            log: file-8a9b0c1d2e3f4051 12 Created
            row: Opportunity (new)
            external id: AWS_opportunityId__c = O2000007
            fields: {"Account.Name":"Example Widgets"}
            copy from: 006EXAMPLE0000001
            link: AccountId = 001EXAMPLE0000001, new record, match by Website, Name, keeps shared
            link: Contact__c = (none), same record, match by Email, writes shared
            if version: 17, update only
            read back: Account.Name
            payload: {}
            next key: AWS Opportunity 'O2000007'
            next link: Opportunity ''
            next AWS baseline: {}
            next CRM baseline: {}
            next modified: (none), own write: (none)
            next payload version: 2, open, version: 0
            job: (none)
            """,
        ["aws-update.json"] = """
            intent: UpdateOpportunity
            body: {"Catalog":"AWS","Identifier":"O1000043","LastModifiedDate":"2031-05-06T07:08:09Z","Project":{"Title":"After, größer"}}
            at: 2031-05-06T08:00:00.1234567+00:00
            issue: Error closed-field | Amount | 77 | The field can't be changed any more. | Set it back. |
            next key: AWS Opportunity 'O1000043'
            next link: Opportunity '006EXAMPLE0000043'
            next AWS baseline: {"opportunity":{"Catalog":"AWS","Id":"O1000043","LastModifiedDate":"2031-05-06T07:08:09Z","Project":{"Title":"After, größer"}}}
            next CRM baseline: {"Name":"After, größer"}
            next modified: 2031-05-06T07:08:09.0000000+00:00, own write: 2031-05-06T07:08:09.0000000+00:00
            next payload version: 1, open, version: 3
            before key: AWS Opportunity 'O1000043'
            before link: Opportunity '006EXAMPLE0000043'
            before AWS baseline: {"opportunity":{"Catalog":"AWS","Id":"O1000043","LastModifiedDate":"2031-05-06T07:08:09Z","Project":{"Title":"Before"}}}
            before CRM baseline: {"Name":"Before"}
            before modified: 2031-05-06T07:08:09.0000000+00:00, own write: 2031-05-06T07:08:09.0000000+00:00
            before payload version: 1, open, version: 3
            """,
        ["aws-create.json"] = """
            intent: CreateOpportunity
            body: {"Catalog":"Sandbox","ClientToken":"ls-000102030405060708090a0b0c0d0e0f","Origin":"Partner Referral","PartnerOpportunityIdentifier":"006EXAMPLE0000044","Project":{"Title":"New"}}
            at: 2031-06-07T08:09:10.0000000+00:00
            next key: Sandbox Opportunity ''
            next link: Opportunity '006EXAMPLE0000044'
            next AWS baseline: {"opportunity":{"PartnerOpportunityIdentifier":"006EXAMPLE0000044","Project":{"Title":"New"}}}
            next CRM baseline: {"Name":"New"}
            next modified: (none), own write: (none)
            next payload version: 0, open, version: 0
            before: (none)
            """,
    };

    public static TheoryData<string> Files => [.. Expected.Keys];

    [Fact]
    public void Every_golden_file_is_tested() =>
        Assert.Equal(Expected.Keys.Order(StringComparer.Ordinal), Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Files))]
    public void A_stored_intent_is_read(string file) => Assert.Equal(Expected[file], StoredIntentText.Of(Json(file)));

    [Theory]
    [MemberData(nameof(Files))]
    public void What_was_read_is_written_and_read_again(string file) =>
        Assert.Equal(Expected[file], StoredIntentText.Of(StoredIntentText.ReadAndWrite(Json(file))));

    static byte[] Json(string file) => File.ReadAllBytes(Path.Combine(Folder, file));
}
