using LambdaSync.Fields;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Tests.Mapping;

[Trait("Row", "C3")]
public sealed class MappingCheckTests
{
    const string Required = """
        { "aws": "Project.Title", "crm": "Name", "truncate": 120 }, { "aws": "LifeCycle.TargetCloseDate", "crm": "CloseDate" },
        { "aws": "LifeCycle.Stage", "crm": "StageName", "unmapped": "pass", "values": { "Prospect": ["Prospect", "Prospecting"], "Launched": ["Closed Won"] } }
        """;

    /// <summary>A line, the code and severity it earns, and words of the message; without the CRM's own metadata.</summary>
    [Theory]
    [InlineData("""{ "aws": "Customer.Acount..Name", "crm": "A" }""", IssueCodes.MappingUnknownPath, Severity.Error, "member name is missing")]
    [InlineData("""{ "aws": "lifeCycle.stage", "crm": "A" }""", IssueCodes.MappingUnknownPath, Severity.Error, "Did you mean 'LifeCycle.Stage'?")]
    [InlineData("""{ "aws": "targetClosedate", "crm": "A" }""", IssueCodes.MappingUnknownPath, Severity.Error, "Did you mean 'targetCloseDate'?")]
    [InlineData("""{ "aws": "brandNew", "crm": "A" }""", IssueCodes.MappingUnknownPath, Severity.Error, "file:brandNew")]
    [InlineData("""{ "aws": "Project.SalesActivities", "crm": "A" }""", IssueCodes.MappingUnknownPath, Severity.Error, "Project.SalesActivities[]")]
    [InlineData("""{ "aws": "Project.BrandNew", "crm": "A" }""", IssueCodes.MappingUnknownPath, Severity.Warning, "passed through")]
    [InlineData("""{ "aws": "file:brandNew", "crm": "A" }""", IssueCodes.MappingUnknownPath, Severity.Warning, "passed through")]
    [InlineData("""{ "aws": "Project.SalesActivities[]", "crm": "A" }""", IssueCodes.MappingIncompatible, Severity.Error, "\"join\": \";\"")]
    [InlineData("""{ "aws": "Project.Title", "crm": "A", "join": ";" }""", IssueCodes.MappingIncompatible, Severity.Error, "not a list")]
    [InlineData("""{ "aws": "Project.Title", "crm": "A", "round": 2 }""", IssueCodes.MappingIncompatible, Severity.Error, "for numbers")]
    [InlineData("""{ "aws": "aws:LifeCycle.NextStepsHistory[]", "crm": "A", "outbound": false, "join": ";" }""", IssueCodes.MappingIncompatible, Severity.Error, "it may name Time, Value")]
    [InlineData("""{ "aws": "aws:LifeCycle.NextStepsHistory[]", "crm": "A", "outbound": false, "join": ";", "element": "{Valu}" }""", IssueCodes.MappingUnknownPath, Severity.Warning, "Did you mean 'Value'?")]
    [InlineData("""{ "aws": "Project.SalesActivities[]", "crm": "A", "join": ";", "element": "{Value}" }""", IssueCodes.MappingIncompatible, Severity.Error, "can't be converted back")]
    [InlineData("""{ "aws": "aws:LifeCycle.Stage", "crm": "A" }""", IssueCodes.ReadOnlyField, Severity.Note, "\"outbound\": false")]
    [InlineData("""{ "aws": "primaryContactTitle", "crm": "A" }""", IssueCodes.NotSent, Severity.Note, "No operation sends primaryContactTitle yet")]
    [InlineData("""{ "aws": "OpportunityTeam[BusinessTitle=OpportunityOwner].Email", "crm": "A" }""", IssueCodes.NotSent, Severity.Note, "is sent when an opportunity is created")]
    [InlineData("""{ "aws": "Project.Title", "crm": "A.B.C.D" }""", IssueCodes.MappingUnknownCrmField, Severity.Error, "at most 2 relations")]
    [InlineData("""{ "aws": "Project.Title", "crm": "A", "inbound": false, "outbound": false }""", IssueCodes.MappingInvalid, Severity.Warning, "does nothing")]
    [InlineData("""{ "aws": "Project.Title", "crm": "A", "fallback": ["x", { "crm": "B" }] }""", IssueCodes.MappingInvalid, Severity.Warning, "never reached")]
    [InlineData("""{ "aws": "Project.Title", "crm": "A" }, { "aws": "LifeCycle.NextSteps", "crm": "A" }""", IssueCodes.MappingDuplicate, Severity.Error, "A is written by both opportunity.fields[0] and this line")]
    [InlineData("""{ "aws": "Project.Title", "crm": "A" }, { "aws": "partnerProjectTitle", "crm": "B" }""", IssueCodes.MappingDuplicate, Severity.Error, "sent to one place")]
    [InlineData("""{ "aws": "Project.SalesActivities[]", "crm": "A", "join": ";" }, { "aws": "Project.SalesActivities[0]", "crm": "B" }""", IssueCodes.MappingDuplicate, Severity.Error, "sent to one place")]
    [InlineData("""{ "aws": "Project.Title", "crm": "A", "values": { "x": "1", "y": "1" } }""", IssueCodes.MappingAmbiguousValue, Severity.Error, "\"outboundDefault\": { \"1\": \"x\" }")]
    [InlineData("""{ "aws": "Project.Title", "crm": "A", "values": { "x": "1", "y": "2" }, "outboundDefault": { "1": "y" } }""", IssueCodes.MappingAmbiguousValue, Severity.Error, "does not list \"1\" under 'y'")]
    [InlineData("""{ "aws": "LifeCycle.ClosedLostReason", "crm": "A", "inbound": false, "values": { "Lost to Competitor – Google": "x" } }""", IssueCodes.MappingValueMissing, Severity.Warning, "AWS's API writes 'Lost to Competitor - Google'")]
    [InlineData("""{ "aws": "LifeCycle.Stage", "crm": "A", "values": { "Prospect": "x" } }""", IssueCodes.MappingValueMissing, Severity.Warning, "standard values of LifeCycle.Stage are not mapped")]
    // Lists by position, and what AWS wants beside a member.
    [InlineData("""{ "aws": "Project.ExpectedCustomerSpend[0].Amount", "crm": "A" }""", IssueCodes.MappingByPosition, Severity.Warning, "Select it by its TargetCompany: Project.ExpectedCustomerSpend[TargetCompany=AWS].Amount")]
    [InlineData("""{ "aws": "aws:OpportunityTeam[0].Email", "crm": "A", "outbound": false }""", IssueCodes.MappingByPosition, Severity.Warning, "aws:OpportunityTeam[BusinessTitle=...].Email")]
    [InlineData("""{ "aws": "Customer.Contacts[0].Phone", "crm": "A" }""", IssueCodes.MappingByPosition, Severity.Warning, "Add a line for Customer.Contacts[0].Email")]
    [InlineData("""{ "aws": "customerEmail", "crm": "A" }""", IssueCodes.MappingByPosition, Severity.Note, "follow that element by its Email, else FirstName and LastName")]
    [InlineData("""{ "aws": "Project.ExpectedCustomerSpend[TargetCompany=AWS].Amount", "crm": "A" }""", IssueCodes.MappingRequiredUnmapped, Severity.Note, "AWS requires CurrencyCode and Frequency too")]
    [InlineData("""{ "aws": "Project.ExpectedCustomerSpend[TargetCompany=Other Ltd].Amount", "crm": "A" }""", IssueCodes.MappingRequiredUnmapped, Severity.Warning, "requires CurrencyCode and Frequency of every element")]
    [InlineData("""{ "aws": "Project.ExpectedCustomerSpend[TargetCompany=AWS].Amount", "crm": "A" }, { "aws": "Project.ExpectedCustomerSpend[0].Amount", "crm": "B" }""", IssueCodes.MappingDuplicate, Severity.Error, "sent to one place")]
    [InlineData("""{ "aws": "Project.ExpectedCustomerSpend[TargetCompany=AWS].TargetCompany", "crm": "A" }""", IssueCodes.ReadOnlyField, Severity.Note, "always 'AWS'")]
    // Literals are held against the field.
    [InlineData("""{ "aws": "LifeCycle.TargetCloseDate", "crm": "A", "fallback": ["Today + 30d"] }""", IssueCodes.MappingIncompatible, Severity.Error, "today+30d")]
    [InlineData("""{ "aws": "LifeCycle.TargetCloseDate", "crm": "A", "fallback": ["31.12.2026"] }""", IssueCodes.MappingIncompatible, Severity.Error, "yyyy-MM-dd")]
    [InlineData("""{ "aws": "LifeCycle.TargetCloseDate", "crm": "A", "fallback": ["2026-02-30"] }""", IssueCodes.MappingIncompatible, Severity.Error, "2026-02-30")]
    [InlineData("""{ "aws": "LifeCycle.TargetCloseDate", "crm": "A", "fallback": [20261231] }""", IssueCodes.MappingIncompatible, Severity.Error, "in quotes")]
    [InlineData("""{ "aws": "Project.AdditionalComments", "crm": "A", "fallback": ["Today + 30d"] }""", IssueCodes.MappingIncompatible, Severity.Error, "not as a date")]
    [InlineData("""{ "aws": "Project.AdditionalComments", "crm": "A", "fallback": ["{!TODAY()+30}"] }""", IssueCodes.MappingIncompatible, Severity.Error, "not as a date")]
    [InlineData("""{ "aws": "Project.AdditionalComments", "crm": "A", "fallback": ["{!Account.Name}"] }""", IssueCodes.MappingInvalid, Severity.Warning, "evaluates no expressions")]
    [InlineData("""{ "aws": "Project.AdditionalComments", "crm": "A", "fallback": ["today+1w"] }""", IssueCodes.MappingIncompatible, Severity.Warning, "is not a date")]
    [InlineData("""{ "aws": "Customer.Contacts[0].Phone", "crm": "A", "fallback": ["today"] }""", IssueCodes.MappingIncompatible, Severity.Error, "is not a date")]
    [InlineData("""{ "aws": "expectedMonthlyAwsRevenue", "crm": "A", "fallback": ["today"] }""", IssueCodes.MappingIncompatible, Severity.Error, "is not a date")]
    [InlineData("""{ "aws": "expectedMonthlyAwsRevenue", "crm": "A", "fallback": ["100"] }""", IssueCodes.MappingIncompatible, Severity.Error, "without quotes")]
    [InlineData("""{ "aws": "expectedMonthlyAwsRevenue", "crm": "A", "fallback": [true] }""", IssueCodes.MappingIncompatible, Severity.Error, "without quotes")]
    [InlineData("""{ "aws": "Project.Title", "crm": "A", "fallback": [5] }""", IssueCodes.MappingIncompatible, Severity.Error, "in quotes")]
    [InlineData("""{ "aws": "Customer.Contacts[0].Email", "crm": "A", "fallback": ["Ada@Example.com"] }""", IssueCodes.MappingIncompatible, Severity.Error, "Ada@Example.com")]
    [InlineData("""{ "aws": "Project.CustomerBusinessProblem", "crm": "A", "fallback": ["Short"] }""", IssueCodes.MappingIncompatible, Severity.Error, "at least 20")]
    [InlineData("""{ "aws": "LifeCycle.Stage", "crm": "A", "fallback": ["prospect"] }""", IssueCodes.MappingValueMissing, Severity.Error, "spells this value 'Prospect'")]
    [InlineData("""{ "aws": "LifeCycle.Stage", "crm": "A", "fallback": ["Anything"] }""", IssueCodes.MappingIncompatible, Severity.Warning, "standard values")]
    [InlineData("""{ "aws": "LifeCycle.Stage", "crm": "A", "values": { "Prospect": ["New"] }, "fallback": ["Prospect"] }""", IssueCodes.MappingValueMissing, Severity.Error, "does not list \"Prospect\"")]
    [InlineData("""{ "aws": "Project.DeliveryModels[]", "crm": "A", "join": ";", "fallback": ["Managed Services;saas or paas"] }""", IssueCodes.MappingValueMissing, Severity.Error, "'SaaS or PaaS'")]
    [InlineData("""{ "aws": "aws:LifeCycle.Stage", "crm": "A", "outbound": false, "fallback": ["x"] }""", IssueCodes.MappingInvalid, Severity.Warning, "never used")]
    [InlineData("""{ "aws": "LifeCycle.TargetCloseDate", "crm": "A", "values": { "soon": "x" } }""", IssueCodes.MappingIncompatible, Severity.Error, "soon")]
    [InlineData("""{ "aws": "Project.DeliveryModels[]", "crm": "A", "join": ";", "lower": true }""", IssueCodes.MappingIncompatible, Severity.Error, "for a single text")]
    [InlineData("""{ "aws": "expectedMonthlyAwsRevenue", "crm": "A", "phone": { "country": "+49" } }""", IssueCodes.MappingIncompatible, Severity.Error, "for a single text")]
    [InlineData("""{ "aws": "NationalSecurity", "crm": "A", "values": { "Yes": "Y", "No": "N" }, "lower": true }""", IssueCodes.MappingIncompatible, Severity.Error, "never apply")]
    [InlineData("""{ "aws": "Project.Title", "crm": "A", "outbound": false, "lower": true }""", IssueCodes.MappingIncompatible, Severity.Error, "sends nothing")]
    [Trait("Row", "C12")]
    public void Without_a_CRM_AWSs_side_is_checked(string lines, string code, Severity severity, string words) =>
        Assert.Contains(Check(lines, null), Is(code, severity, words));

    /// <summary>Associations, the owner, a submission and an answer have requests of their own.</summary>
    [Theory]
    [InlineData("""{ "aws": "related:Solutions[]", "crm": "A", "join": ";" }""")]
    [InlineData("""{ "aws": "solutionOffered", "crm": "A", "join": ";" }""")]
    [InlineData("""{ "aws": "OpportunityTeam[BusinessTitle=PartnerAccountManager].Email", "crm": "A" }""")]
    [InlineData("""{ "aws": "submission:InvolvementType", "crm": "A" }""")]
    [InlineData("""{ "aws": "invitation:Status", "crm": "A" }, { "aws": "invitation:RejectionReason", "crm": "B" }""")]
    public void What_has_a_request_of_its_own_is_sent(string lines) => Assert.DoesNotContain(Check(lines, null), i => i.Code == IssueCodes.NotSent);

    [Theory]
    [InlineData("""{ "aws": "Project.Title", "crm": "A" }, { "aws": "Project.Title", "crm": "B", "outbound": false }""")]
    [InlineData("""{ "aws": "OpportunityTeam[BusinessTitle=OpportunityOwner].Email", "crm": "A" }, { "aws": "OpportunityTeam[BusinessTitle=PartnerAccountManager].Email", "crm": "B" }""")]
    [InlineData("""{ "aws": "Project.Title", "crm": "A", "values": { "x": "1", "y": "1" }, "outboundDefault": { "1": "y" } }""")]
    [InlineData("""{ "aws": "Project.Title", "crm": "A", "outbound": false, "values": { "x": "1", "y": "1" } }""")]
    [InlineData("""{ "aws": "aws:LifeCycle.NextStepsHistory[]", "crm": "A", "outbound": false, "element": "{Time} {Value}" }""")]
    [InlineData("""{ "aws": "opportunityOwnerName", "crm": "Owner.Name", "fallback": [{ "crm": "A" }, { "error": "No owner." }] }""")]
    [InlineData("""{ "aws": "LifeCycle.TargetCloseDate", "crm": "A", "fallback": [{ "crm": "B" }, "today+30d"] }""")]
    [InlineData("""{ "aws": "LifeCycle.TargetCloseDate", "crm": "A", "fallback": ["2026-12-31"] }""")]
    [InlineData("""{ "aws": "expectedMonthlyAwsRevenue", "crm": "A", "fallback": [100.5] }""")]
    [InlineData("""{ "aws": "Project.AdditionalComments", "crm": "A", "fallback": ["Today's talk"] }""")]
    [InlineData("""{ "aws": "LifeCycle.Stage", "crm": "A", "values": { "Prospect": ["New"] }, "fallback": ["New"] }""")]
    [InlineData("""{ "aws": "NationalSecurity", "crm": "A", "values": { "Yes": true, "No": false }, "fallback": [false] }""")]
    [InlineData("""{ "aws": "Project.DeliveryModels[]", "crm": "A", "join": ";", "fallback": ["Managed Services;SaaS or PaaS"] }""")]
    [InlineData("""{ "aws": "Project.BrandNew", "crm": "A", "fallback": [5] }""")]
    [InlineData("""{ "aws": "Customer.Contacts[0].Email", "crm": "A", "lower": true, "fallback": ["Sales@Example.com"] }""")]
    [InlineData("""{ "aws": "Customer.Contacts[0].Phone", "crm": "A", "phone": { "country": "+49", "trunk": "0" }, "fallback": ["040 123456"] }""")]
    public void What_works_is_no_error(string lines) => Assert.DoesNotContain(Check(lines, null), i => i.Severity == Severity.Error);

    /// <summary>A CRM field, a line to it, and what the check says.</summary>
    public static TheoryData<string, string, string, Severity, string> Fits => new()
    {
        { "Number", """{ "aws": "Project.Title", "crm": "X" }""", IssueCodes.MappingIncompatible, Severity.Error, "Project.Title is a text and X is of type Number" },
        { "Date", """{ "aws": "Project.Title", "crm": "X" }""", IssueCodes.MappingIncompatible, Severity.Error, "cannot hold" },
        { "Reference", """{ "aws": "Project.Title", "crm": "X" }""", IssueCodes.MappingIncompatible, Severity.Error, "Account.Name" },
        { "Boolean", """{ "aws": "NationalSecurity", "crm": "X" }""", IssueCodes.MappingIncompatible, Severity.Error, "\"values\": { \"Yes\": true, \"No\": false }" },
        { "Boolean", """{ "aws": "NationalSecurity", "crm": "X", "values": { "Yes": "true", "No": false } }""", IssueCodes.MappingIncompatible, Severity.Error, "without quotes" },
        { "Date", """{ "aws": "CreatedDate", "crm": "X" }""", IssueCodes.MappingIncompatible, Severity.Error, "lose the time" },
        { "DateTime", """{ "aws": "LifeCycle.TargetCloseDate", "crm": "X" }""", IssueCodes.MappingIncompatible, Severity.Warning, "a day without a time" },
        { "Text", """{ "aws": "expectedMonthlyAwsRevenue", "crm": "X" }""", IssueCodes.MappingIncompatible, Severity.Warning, "no number" },
        { "Date", """{ "aws": "expectedMonthlyAwsRevenue", "crm": "X" }""", IssueCodes.MappingIncompatible, Severity.Error, "is a number" },
        { "Number", """{ "aws": "expectedMonthlyAwsRevenue", "crm": "X" }""", IssueCodes.MappingIncompatible, Severity.Warning, "\"round\": 0" },
        { "Text", """{ "aws": "Project.CustomerBusinessProblem", "crm": "X" }""", IssueCodes.MappingIncompatible, Severity.Warning, "\"truncate\": 80" },
        { "MultiPicklist", """{ "aws": "Project.ApnPrograms[]", "crm": "X", "join": "," }""", IssueCodes.MappingIncompatible, Severity.Error, "joined by ';'" },
        { "Picklist", """{ "aws": "Project.ApnPrograms[]", "crm": "X", "join": ";" }""", IssueCodes.MappingIncompatible, Severity.Error, "a list" },
        { "Text", """{ "aws": "Project.Title", "crm": "x" }""", IssueCodes.MappingUnknownCrmField, Severity.Error, "Did you mean 'X'?" },
        { "Text", """{ "aws": "Project.Title", "crm": "Acount.Name" }""", IssueCodes.MappingUnknownCrmField, Severity.Error, "Did you mean 'Account'?" },
        { "Text", """{ "aws": "Project.Title", "crm": "X", "fallback": [{ "crm": "Nowhere" }] }""", IssueCodes.MappingUnknownCrmField, Severity.Error, "no field 'Nowhere'" },
        { "Number", """{ "aws": "LifeCycle.TargetCloseDate", "crm": "CloseDate", "fallback": [{ "crm": "X" }] }""", IssueCodes.MappingIncompatible, Severity.Error, "LifeCycle.TargetCloseDate is a date and X is of type Number" },
        { "Text", """{ "aws": "Project.Title", "crm": "Account.Owner.Email" }""", IssueCodes.MappingNotWritable, Severity.Error, "\"inbound\": false" },
        { "Text", """{ "aws": "Id", "crm": "APN_CRM_Unique_Identifier__c" }""", IssueCodes.MappingDuplicate, Severity.Warning, "by the sync itself" },
    };

    [Theory]
    [MemberData(nameof(Fits))]
    public void Types_have_to_fit(string type, string line, string code, Severity severity, string words)
    {
        var crmType = Enum.Parse<CrmFieldType>(type);
        var field = new CrmField("X", "X", crmType, Length: crmType == CrmFieldType.Text ? 80 : 0, Scale: crmType == CrmFieldType.Number ? 0 : -1);
        Assert.Contains(Check(line, SampleCrm.With(field)), Is(code, severity, words));
    }

    [Theory]
    [InlineData(CrmFieldType.Number, """{ "aws": "expectedMonthlyAwsRevenue", "crm": "X", "round": 0 }""")]
    [InlineData(CrmFieldType.DateTime, """{ "aws": "CreatedDate", "crm": "X", "outbound": false }""")]
    [InlineData(CrmFieldType.Boolean, """{ "aws": "NationalSecurity", "crm": "X", "values": { "Yes": true, "No": false } }""")]
    [InlineData(CrmFieldType.MultiPicklist, """{ "aws": "Project.ApnPrograms[]", "crm": "X", "join": ";" }""")]
    [InlineData(CrmFieldType.Text, """{ "aws": "Project.CustomerBusinessProblem", "crm": "X", "truncate": 80 }""")]
    [InlineData(CrmFieldType.Id, """{ "aws": "PartnerOpportunityIdentifier", "crm": "X", "inbound": false }""")]
    public void Types_that_fit_say_nothing(CrmFieldType type, string line)
    {
        var field = new CrmField("X", "X", type, Length: 80, Scale: type == CrmFieldType.Number ? 0 : -1);
        Assert.DoesNotContain(Check(line, SampleCrm.With(field)), i => i.Field == "opportunity.fields[0]");
    }

    [Fact]
    [Trait("Row", "C6")]
    public void A_picklist_that_differs_by_a_dash_is_told_the_line_that_accepts_it()
    {
        var picklist = FieldCatalogue.Opportunity.ByPath("LifeCycle.ClosedLostReason")!.Values!.Values.Select(v => v.Replace(" - ", " – ", StringComparison.Ordinal)).ToList();
        var crm = SampleCrm.With(new CrmField("Lost__c", "Lost", CrmFieldType.Picklist, Restricted: true, Values: picklist));
        var issues = Check("""{ "aws": "LifeCycle.ClosedLostReason", "crm": "Lost__c" }""", crm).Where(i => i.Code == IssueCodes.MappingValueMissing).ToList();
        Assert.Contains(issues, i => i.Severity == Severity.Error && i.Value == "Lost to Competitor - Google"
            && i.Fix.Contains("\"values\": { \"Lost to Competitor - Google\": [\"Lost to Competitor – Google\"] }", StringComparison.Ordinal));
        Assert.All(issues, i => Assert.Contains(" - ", i.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void A_value_that_the_picklist_lacks_is_named_with_the_line_to_add()
    {
        var crm = SampleCrm.With(new CrmField("Sec__c", "Sec", CrmFieldType.Picklist, Restricted: true, Values: ["Yes", "Unknown"]));
        var issue = Assert.Single(Check("""{ "aws": "NationalSecurity", "crm": "Sec__c" }""", crm), i => i is { Code: IssueCodes.MappingValueMissing, Severity: Severity.Error });
        Assert.Equal("No", issue.Value);
        Assert.Contains("\"values\": { \"No\": [\"", issue.Fix, StringComparison.Ordinal);
        Assert.Contains(Check("""{ "aws": "NationalSecurity", "crm": "Sec__c" }""", crm), Is(IssueCodes.MappingValueMissing, Severity.Warning, "'Unknown'"));
        Assert.DoesNotContain(
            Check("""{ "aws": "NationalSecurity", "crm": "Sec__c", "values": { "Yes": "Yes", "No": "Unknown" } }""", crm), i => i.Code == IssueCodes.MappingValueMissing);
    }

    [Fact]
    public void A_country_is_recognised_by_the_name_that_files_use()
    {
        var crm = SampleCrm.With(new CrmField("Country__c", "Country", CrmFieldType.Picklist, Restricted: true, Values: ["United States"]));
        Assert.Contains(Check("""{ "aws": "Customer.Account.Address.CountryCode", "crm": "Country__c" }""", crm), Is(IssueCodes.MappingValueMissing, Severity.Error, "\"US\": [\"United States\"]"));
    }

    [Fact]
    public void Fields_that_the_CRM_demands_have_to_be_filled()
    {
        var issues = Check("""{ "aws": "Project.Title", "crm": "Name" }""", SampleCrm.With());
        Assert.Equal(["StageName", "CloseDate"], issues.Where(i => i.Code == IssueCodes.MappingRequiredUnmapped && i.Severity == Severity.Error).Select(i => i.Value));
        Assert.DoesNotContain(Check("""{ "aws": "Project.Title", "crm": "Name" }""", SampleCrm.With(), "\"template\": { \"record\": \"006A\" }"), i => i is { Code: IssueCodes.MappingRequiredUnmapped, Severity: Severity.Error });
        Assert.DoesNotContain(Check("""{ "aws": "Project.Title", "crm": "Name", "inbound": false }""", SampleCrm.With()), i => i is { Code: IssueCodes.MappingRequiredUnmapped, Severity: Severity.Error });
    }

    [Fact]
    public void Fields_that_AWS_demands_are_errors_when_sharing_runs_by_itself()
    {
        Assert.Contains(Check(Required, SampleCrm.With()), Is(IssueCodes.MappingRequiredUnmapped, Severity.Warning, "Customer.Account.Industry"));
        Assert.Contains(Check(Required, SampleCrm.With(), "\"share\": \"on-create\""), Is(IssueCodes.MappingRequiredUnmapped, Severity.Error, "Customer.Account.Industry"));
        Assert.DoesNotContain(Check(Required, SampleCrm.With()), i => i.Severity == Severity.Error);
    }

    [Theory]
    [InlineData("\"awsId\": \"Name\"", IssueCodes.MappingIncompatible, "external id")]
    [InlineData("\"awsId\": \"Nowhere\"", IssueCodes.MappingUnknownCrmField, "no field 'Nowhere'")]
    [InlineData("\"awsId\": \"Name\", \"syncFlag\": \"Amount\"", IssueCodes.MappingIncompatible, "boolean")]
    [InlineData("\"awsId\": \"APN_CRM_Unique_Identifier__c\", \"template\": { \"account\": \"001\", \"accountField\": \"Name\" }", IssueCodes.MappingIncompatible, "reference")]
    [InlineData("\"awsId\": \"APN_CRM_Unique_Identifier__c\", \"when\": { \"outbound\": [{ \"crm\": \"Amont\", \"gt\": 1 }] }", IssueCodes.MappingUnknownCrmField, "Did you mean 'Amount'?")]
    [InlineData("\"awsId\": \"APN_CRM_Unique_Identifier__c\", \"when\": { \"inbound\": [{ \"aws\": \"stagee\", \"eq\": \"x\" }] }", IssueCodes.MappingUnknownPath, "Did you mean 'stage'?")]
    public void The_objects_own_fields_have_to_be_right(string members, string code, string words)
    {
        var document = MappingReaderTests.Read($$"""{ "version": 1, "opportunity": { "crmObject": "Opportunity", {{members}}, "fields": [{{Required}}] } }""")!;
        Assert.Contains(MappingCheck.Check(document, SampleCrm.With()), Is(code, Severity.Error, words));
    }

    /// <summary>A condition, and what its operand has to be.</summary>
    [Theory]
    [InlineData("""{ "aws": "LifeCycle.TargetCloseDate", "gte": "soon" }""", IssueCodes.MappingIncompatible, Severity.Error, "a date as yyyy-MM-dd")]
    [InlineData("""{ "aws": "expectedMonthlyAwsRevenue", "gte": "much" }""", IssueCodes.MappingIncompatible, Severity.Error, "is a number")]
    [InlineData("""{ "aws": "LifeCycle.Stage", "in": ["Prospect", "qualified"] }""", IssueCodes.MappingValueMissing, Severity.Warning, "'Qualified'")]
    [InlineData("""{ "crm": "Sync_with_AWS__c", "eq": "Yes" }""", IssueCodes.MappingIncompatible, Severity.Error, "true or false")]
    [InlineData("""{ "crm": "Amount", "gte": "much" }""", IssueCodes.MappingIncompatible, Severity.Error, "is a number")]
    [InlineData("""{ "crm": "CloseDate", "gte": "31.12.2026" }""", IssueCodes.MappingIncompatible, Severity.Error, "a date as yyyy-MM-dd")]
    [InlineData("""{ "crm": "Sec__c", "eq": "Yess" }""", IssueCodes.MappingValueMissing, Severity.Warning, "Did you mean 'Yes'?")]
    public void A_condition_compares_with_values_of_its_field(string condition, string code, Severity severity, string words)
    {
        var crm = SampleCrm.With(new CrmField("Sec__c", "Sec", CrmFieldType.Picklist, Restricted: true, Values: ["Yes", "No"]));
        Assert.Contains(Check(Required, crm, $"\"when\": {{ \"outbound\": [{condition}] }}"), issue => issue.Field == "opportunity.when.outbound[0]" && Is(code, severity, words)(issue));
    }

    [Theory]
    [InlineData("""{ "aws": "LifeCycle.TargetCloseDate", "gte": "2026-12-31" }""")]
    [InlineData("""{ "aws": "expectedMonthlyAwsRevenue", "gte": "1000" }""")]
    [InlineData("""{ "aws": "LifeCycle.Stage", "ne": "Prospect" }""")]
    [InlineData("""{ "crm": "Sync_with_AWS__c", "eq": true }""")]
    [InlineData("""{ "crm": "Amount", "exists": true }""")]
    public void A_condition_that_fits_says_nothing(string condition) =>
        Assert.DoesNotContain(Check(Required, SampleCrm.With(), $"\"when\": {{ \"outbound\": [{condition}] }}"), i => i.Field!.StartsWith("opportunity.when", StringComparison.Ordinal));

    /// <summary>The CRM field X, the members of <c>status</c>, and what the check says at which of them.</summary>
    [Theory]
    [InlineData("Number", "\"syncStatus\": \"X\"", IssueCodes.MappingIncompatible, Severity.Error, "syncStatus", "X gets a text")]
    [InlineData("Boolean", "\"reviewStatus\": \"X\"", IssueCodes.MappingIncompatible, Severity.Error, "reviewStatus", "type Boolean")]
    [InlineData("Picklist", "\"syncStatus\": \"X\"", IssueCodes.MappingIncompatible, Severity.Error, "syncStatus", "it lacks 'Waiting for AWS', 'Failed'")]
    [InlineData("Picklist", "\"reviewStatus\": \"X\"", IssueCodes.MappingIncompatible, Severity.Error, "reviewStatus", "'Pending Submission'")]
    [InlineData("Picklist", "\"lastError\": \"X\"", IssueCodes.MappingIncompatible, Severity.Error, "lastError", "a long text")]
    [InlineData("Text", "\"syncStatus\": \"X\"", IssueCodes.MappingIncompatible, Severity.Error, "syncStatus", "holds 10 characters")]
    [InlineData("Text", "\"reviewStatus\": \"X\"", IssueCodes.MappingIncompatible, Severity.Error, "reviewStatus", "'Pending Submission' is written")]
    [InlineData("Text", "\"lastError\": \"X\"", IssueCodes.MappingIncompatible, Severity.Warning, "lastError", "X holds 10")]
    [InlineData("Text", "\"lastSync\": \"X\"", IssueCodes.MappingIncompatible, Severity.Error, "lastSync", "date with time")]
    [InlineData("Text", "\"readiness\": \"X\"", IssueCodes.MappingIncompatible, Severity.Error, "readiness", "whole number")]
    [InlineData("Date", "\"lastSync\": \"X\"", IssueCodes.MappingIncompatible, Severity.Error, "lastSync", "type Date")]
    [InlineData("Text", "\"locked\": \"X\"", IssueCodes.MappingIncompatible, Severity.Error, "locked", "{ \"crm\": \"X\", \"yes\": \"Yes\", \"no\": \"No\" }")]
    [InlineData("Boolean", "\"hasUpdates\": { \"crm\": \"X\", \"yes\": \"Yes\", \"no\": \"No\" }", IssueCodes.MappingIncompatible, Severity.Error, "hasUpdates", "X gets a text")]
    [InlineData("Text", "\"hasUpdates\": { \"crm\": \"X\", \"yes\": \"Yes\", \"no\": \"Not at the moment\" }", IssueCodes.MappingIncompatible, Severity.Error, "hasUpdates", "holds 10 characters")]
    [InlineData("Text", "\"locked\": { \"crm\": \"X\", \"yes\": \"Yes\", \"no\": \"Yes\" }", IssueCodes.MappingInvalid, Severity.Error, "", "are the same")]
    [InlineData("Formula", "\"lastError\": \"X\"", IssueCodes.MappingNotWritable, Severity.Error, "lastError", "may not write X")]
    [InlineData("Text", "\"syncStatus\": \"x\"", IssueCodes.MappingUnknownCrmField, Severity.Error, "syncStatus", "Did you mean 'X'?")]
    [InlineData("Text", "\"syncStatus\": \"Account.Name\"", IssueCodes.MappingInvalid, Severity.Error, "syncStatus", "another record")]
    [InlineData("Text", "\"syncStatus\": \"Name\"", IssueCodes.MappingDuplicate, Severity.Error, "syncStatus", "opportunity.fields[0] uses it too")]
    [InlineData("Text", "\"syncStatus\": \"NextStep\"", IssueCodes.MappingDuplicate, Severity.Error, "syncStatus", "opportunity.fields[3] uses it too")]
    [InlineData("LongText", "\"syncStatus\": \"X\", \"lastError\": \"X\"", IssueCodes.MappingDuplicate, Severity.Error, "lastError", "opportunity.status.syncStatus uses it too")]
    [InlineData("Text", "\"locked\": \"Sync_with_AWS__c\"", IssueCodes.MappingDuplicate, Severity.Error, "locked", "opportunity.syncFlag uses it too")]
    [InlineData("Text", "\"lastError\": \"APN_CRM_Unique_Identifier__c\"", IssueCodes.MappingDuplicate, Severity.Error, "lastError", "opportunity.awsId uses it too")]
    [Trait("Row", "D10")]
    public void A_status_field_has_to_fit_and_to_be_its_own(string type, string status, string code, Severity severity, string member, string words)
    {
        var field = type == "Formula"
            ? new CrmField("X", "X", CrmFieldType.LongText, Writable: false)
            : new CrmField("X", "X", Enum.Parse<CrmFieldType>(type), Length: type == "Text" ? 10 : 0, Restricted: true, Values: type == "Picklist" ? ["Synced"] : null);
        var issue = Assert.Single(CheckStatus(status, SampleCrm.With(field)), i => i.Severity == severity);
        Assert.True(Is(code, severity, words)(issue), issue.ToString());
        Assert.Equal(member.Length == 0 ? "opportunity.status" : $"opportunity.status.{member}", issue.Field);
    }

    [Theory]
    [InlineData("Text", "\"syncStatus\": \"X\"")]
    [InlineData("LongText", "\"lastError\": \"X\"")]
    [InlineData("Picklist", "\"syncStatus\": \"X\"")]
    [InlineData("DateTime", "\"lastSync\": \"X\"")]
    [InlineData("Boolean", "\"hasUpdates\": \"X\"")]
    [InlineData("Number", "\"readiness\": \"X\"")]
    [InlineData("Text", "\"locked\": { \"crm\": \"X\", \"yes\": \"Yes\", \"no\": \"No\" }")]
    [InlineData("Picklist", "\"locked\": { \"crm\": \"X\", \"yes\": \"Synced\", \"no\": \"Failed\" }")]
    [Trait("Row", "D10")]
    public void A_status_field_that_fits_says_nothing(string type, string status)
    {
        var field = new CrmField("X", "X", Enum.Parse<CrmFieldType>(type), Length: type == "Text" ? 80 : 0, Restricted: true, Values: type == "Picklist" ? SyncStatuses.Words : null);
        Assert.DoesNotContain(CheckStatus(status, SampleCrm.With(field)), i => i.Field!.StartsWith("opportunity.status", StringComparison.Ordinal));
    }

    static IEnumerable<Issue> CheckStatus(string status, CrmMetadata crm) => Check(
        Required + """, { "aws": "LifeCycle.NextSteps", "crm": "NextStep", "inbound": false }""", crm, $$"""
        "syncFlag": "Sync_with_AWS__c", "status": { {{status}} }
        """).Where(i => i.Code != IssueCodes.MappingRequiredUnmapped && !i.Field!.StartsWith("opportunity.fields", StringComparison.Ordinal));

    [Fact]
    public void An_object_that_the_CRM_does_not_have_is_said_once()
    {
        var document = MappingReaderTests.Read($$"""{ "version": 1, "opportunity": { "crmObject": "Oportunity", "awsId": "X", "fields": [{{Required}}] } }""")!;
        Assert.Contains("'Opportunity'", Assert.Single(MappingCheck.Check(document, SampleCrm.With()), i => i.Severity == Severity.Error).Fix, StringComparison.Ordinal);
    }

    static Predicate<Issue> Is(string code, Severity severity, string words) => issue =>
        issue.Code == code && issue.Severity == severity && (issue.Value + " " + issue.Rule + " " + issue.Fix).Contains(words, StringComparison.Ordinal);

    static IReadOnlyList<Issue> Check(string lines, CrmMetadata? crm, string? members = null) => MappingCheck.Check(
        MappingReaderTests.Read($$"""{ "version": 1, "opportunity": { "crmObject": "Opportunity", "awsId": "APN_CRM_Unique_Identifier__c", {{(members is null ? "" : members + ", ")}}"fields": [{{lines}}] } }""")!, crm);
}
