using System.Text;
using LambdaSync.Fields;
using LambdaSync.Mapping;
using Xunit;

namespace LambdaSync.Tests.Mapping;

[Trait("Row", "C7")]
public sealed class MappingAutoTests
{
    [Fact]
    public void A_CRM_made_for_the_purpose_is_mapped_whole()
    {
        var document = MappingAuto.Build(SampleCrm.Made(), null);
        var mapping = document.Opportunity!;
        Assert.Equal("APN_CRM_Unique_Identifier__c", mapping.AwsId);
        Assert.Equal("Sync_with_AWS__c", mapping.SyncFlag);
        var mapped = mapping.Fields.Select(f => f.Crm).ToHashSet();
        Assert.Empty(FieldCatalogue.Opportunity.FileFields.Select(f => $"AWS_{f.Name}__c").Except(mapped));
        Assert.DoesNotContain(MappingCheck.Check(document, SampleCrm.Made()), i => i.Severity == Severity.Error);
        Assert.Equal(mapping.Fields.Count, mapped.Count);
    }

    [Fact]
    public void Fields_that_the_CRM_demands_are_sent_and_the_others_show_AWSs_value()
    {
        var fields = MappingAuto.Build(SampleCrm.Made(), null).Opportunity!.Fields;
        // The stages of this CRM are not AWS's.
        foreach (var (standard, custom, isSent) in new[] { ("Name", "partnerProjectTitle", true), ("StageName", "stage", false), ("CloseDate", "targetCloseDate", true) })
        {
            Assert.True(Line(fields, standard) is { Inbound: true } line && line.Outbound == isSent, standard);
            Assert.True(Line(fields, $"AWS_{custom}__c") is { Inbound: true } other && other.Outbound != isSent, custom);
        }

        Assert.DoesNotContain(fields, f => f.Crm is "Amount" or "NextStep" or "Account.Name");
    }

    [Fact]
    public void Standard_fields_are_mapped_by_well_known_pairs()
    {
        var document = MappingAuto.Build(SampleCrm.With(), null);
        var fields = document.Opportunity!.Fields;
        Assert.Equal("Customer.Account.CompanyName", Line(fields, "Account.Name").Aws);
        Assert.Equal(120, Line(fields, "Name").Truncate);
        Assert.True(Line(fields, "Amount") is { Aws: "expectedMonthlyAwsRevenue", Round: 0, Outbound: true });
        Assert.True(Line(fields, "CloseDate") is { Aws: "LifeCycle.TargetCloseDate", Outbound: true });
        Assert.DoesNotContain(fields, f => f.Crm is "Type" or "Id" or "AccountId" or "APN_CRM_Unique_Identifier__c" or "Sync_with_AWS__c");
        Assert.DoesNotContain(MappingCheck.Check(document, SampleCrm.With()), i => i.Severity == Severity.Error);
    }

    [Fact]
    [Trait("Row", "C14")]
    public void Spend_is_selected_and_nobody_is_guessed()
    {
        var fields = MappingAuto.Build(SampleCrm.With(
            new CrmField("AWS_projectExpectedCustomerSpendCurrencyCode__c", "Currency", CrmFieldType.Text, Length: 3),
            new CrmField("AWS_projectExpectedCustomerSpendTargetCompany__c", "Company", CrmFieldType.Text, Length: 80),
            new CrmField("AWS_opportunityTeamBusinessTitle__c", "Title", CrmFieldType.Text, Length: 80),
            new CrmField("AWS_customerEmail__c", "E-mail", CrmFieldType.Email, Length: 80)), null).Opportunity!.Fields;
        Assert.Equal("Project.ExpectedCustomerSpend[TargetCompany=AWS].CurrencyCode", Line(fields, "AWS_projectExpectedCustomerSpendCurrencyCode__c").Aws);
        Assert.Equal("Customer.Contacts[0].Email", Line(fields, "AWS_customerEmail__c").Aws);
        Assert.DoesNotContain(fields, f => f.Crm is "AWS_projectExpectedCustomerSpendTargetCompany__c" or "AWS_opportunityTeamBusinessTitle__c");
        Assert.Equal("Project.ExpectedCustomerSpend[TargetCompany=AWS].Amount", FieldCatalogue.Opportunity.ByFileName(Line(fields, "Amount").Aws)!.Targets[0]);
    }

    [Fact]
    public void A_lead_is_mapped_likewise()
    {
        var fields = MappingAuto.Build(SampleCrm.With(), null).Lead!.Fields;
        Assert.Equal("company", Line(fields, "Company").Aws);
        Assert.True(Line(fields, "LastName") is { Inbound: true, Outbound: false });
        Assert.Equal("phone", Line(fields, "Phone").Aws);
        Assert.True(Line(fields, "AWS_leadAge__c") is { Aws: "leadAge", Outbound: false });
    }

    [Fact]
    [Trait("Row", "A17")]
    public void The_members_of_a_lead_that_only_the_API_has_are_mapped_too()
    {
        var crm = SampleCrm.WithLead(
            new CrmField("AWS_qualificationStatus__c", "Qualification", CrmFieldType.Text, Length: 255),
            new CrmField("AWS_leadIndustry__c", "Industry", CrmFieldType.Text, Length: 255),
            new CrmField("AWS_leadUseCase__c", "Use case", CrmFieldType.Text, Length: 255),
            new CrmField("AWS_countryCode__c", "Country code", CrmFieldType.Text, Length: 10),
            new CrmField("AWS_eligiblePrograms__c", "Programs", CrmFieldType.LongText, Length: 1000),
            new CrmField("AWS_engagementTitle__c", "Engagement", CrmFieldType.Text, Length: 40),
            new CrmField("AWS_solutionScore__c", "Score", CrmFieldType.Text, Length: 40),
            new CrmField("Region__c", "Sales region", CrmFieldType.Text, Length: 40),
            new CrmField("Segment", "Segment", CrmFieldType.Text, Length: 40));
        var document = MappingAuto.Build(crm, null);
        var fields = document.Lead!.Fields;
        foreach (var (name, aws, isSent) in new[]
        {
            ("AWS_qualificationStatus__c", "lead:QualificationStatus", true), ("AWS_leadIndustry__c", "lead:Customer.Industry", true), ("AWS_leadUseCase__c", "lead:LatestInteraction.Usecase", true),
            ("AWS_countryCode__c", "lead:Customer.Address.CountryCode", true), ("AWS_eligiblePrograms__c", "prospecting:Customer.EligiblePrograms[]", false),
            ("AWS_engagementTitle__c", "engagement:Title", false), ("AWS_solutionScore__c", "prospecting:Insights.SolutionScore", false),
        })
            Assert.Equal((aws, isSent), (Line(fields, name).Aws, Line(fields, name).Outbound));
        Assert.Equal(";", Line(fields, "AWS_eligiblePrograms__c").Join);
        // What is the CRM's own is not guessed.
        Assert.DoesNotContain(fields, f => f.Crm is "Region__c" or "Segment");
        Assert.DoesNotContain(MappingCheck.Check(document, crm), i => i.Severity == Severity.Error);
        var issues = new List<Issue>();
        Assert.NotNull(CompiledMapping.CompileLeads(document, issues));
        Assert.DoesNotContain(issues, i => i.Severity == Severity.Error);
    }

    [Fact]
    [Trait("Row", "C6")]
    public void Values_are_paired_with_the_picklists_spelling()
    {
        var crm = SampleCrm.With(
            new CrmField("AWS_closedLostReason__c", "Lost", CrmFieldType.Picklist, Restricted: true, Values: ["Customer Deficiency", "Lost to Competitor – Google"]),
            new CrmField("Country__c", "Country", CrmFieldType.Picklist, Restricted: true, Values: ["United States", "Côte d'Ivoire"]),
            new CrmField("Industry", "Industry", CrmFieldType.Picklist, Values: ["Software & Internet", "Retail"]),
            new CrmField("doesOppBelongToNatSec__c", "Sec", CrmFieldType.Boolean));
        var document = MappingAuto.Build(crm, null);
        var fields = document.Opportunity!.Fields;
        Assert.Equal([("Customer Deficiency", "\"Customer Deficiency\""), ("Lost to Competitor - Google", "\"Lost to Competitor – Google\"")], Pairs(Line(fields, "AWS_closedLostReason__c")));
        Assert.Equal([("US", "\"United States\"")], Pairs(Line(fields, "Country__c")));
        Assert.Equal([("Software and Internet", "\"Software & Internet\"")], Pairs(Line(fields, "Industry")));
        Assert.True(Line(fields, "Industry").PassUnmapped);
        Assert.Equal([("Yes", "true"), ("No", "false")], Pairs(Line(fields, "doesOppBelongToNatSec__c")));
        Assert.DoesNotContain(MappingCheck.Check(document, crm), i => i.Severity == Severity.Error);
    }

    [Fact]
    public void Lines_that_exist_are_kept_and_not_doubled()
    {
        var existing = MappingReaderTests.Read("""
            { "version": 1, "opportunity": { "crmObject": "Opportunity", "awsId": "APN_CRM_Unique_Identifier__c", "share": "on-update",
              "fields": [{ "aws": "partnerProjectTitle", "crm": "NextStep", "trim": true }, { "aws": "LifeCycle.Stage", "crm": "StageName", "inbound": false }] } }
            """)!;
        var built = MappingAuto.Build(SampleCrm.With(), existing).Opportunity!;
        Assert.Equal(ShareMode.OnUpdate, built.Share);
        Assert.Equal(existing.Opportunity!.Fields, built.Fields.Take(2));
        Assert.True(Line(built.Fields, "Name") is { Aws: "Project.Title", Outbound: false });
        Assert.Single(built.Fields, f => f.Crm == "StageName");
        Assert.DoesNotContain(built.Fields, f => f.Aws == "LifeCycle.NextSteps");
        Assert.Equivalent(built, MappingAuto.Build(SampleCrm.With(), existing with { Opportunity = built }).Opportunity, strict: true);
    }

    [Fact]
    public void A_CRM_field_of_the_wrong_kind_or_without_the_right_to_write_is_left_alone()
    {
        var fields = MappingAuto.Build(SampleCrm.With(
            new CrmField("AWS_createdDate__c", "Created", CrmFieldType.Date),
            new CrmField("AWS_status__c", "Status", CrmFieldType.Text, Length: 80, Writable: false),
            new CrmField("AWS_partnerCrmUniqueIdentifier__c", "Ours", CrmFieldType.Text, Length: 18, Writable: false)), null).Opportunity!.Fields;
        Assert.DoesNotContain(fields, f => f.Crm is "AWS_createdDate__c" or "AWS_status__c");
        Assert.True(Line(fields, "AWS_partnerCrmUniqueIdentifier__c") is { Inbound: false, Outbound: true });
    }

    [Fact]
    public void What_is_built_is_written_and_read_back()
    {
        var document = MappingAuto.Build(SampleCrm.Made(), null);
        Assert.Equivalent(document, MappingReader.Read(Encoding.UTF8.GetBytes(MappingWriter.Write(document)), []), strict: true);
    }

    [Fact]
    [Trait("Row", "D10")]
    public void Fields_that_were_made_for_the_status_are_no_lines()
    {
        var crm = SampleCrm.With(
            new CrmField("AWS_Sync_Status__c", "Sync Status", CrmFieldType.Text, Length: 80),
            new CrmField("AWS_Last_Sync__c", "Last Sync", CrmFieldType.Date),
            new CrmField("AWS_Last_Sync_Date__c", "Last Sync", CrmFieldType.DateTime),
            new CrmField("AWS_Has_Updates__c", "Has Updates", CrmFieldType.Boolean, Writable: false),
            new CrmField("AWS_Review_Status__c", "Review Status", CrmFieldType.Text, Length: 80),
            new CrmField("AWS_Locked__c", "Locked", CrmFieldType.Boolean),
            new CrmField("AWS_Readiness__c", "Readiness", CrmFieldType.Number),
            new CrmField("Last_Error__c", "Somebody else's", CrmFieldType.LongText));
        var document = MappingAuto.Build(crm, null);
        var mapping = document.Opportunity!;
        Assert.Equal(
            new StatusMapping("AWS_Sync_Status__c", "AWS_Last_Sync_Date__c", null, "AWS_Review_Status__c", new StatusFlag("AWS_Locked__c"), null) { Readiness = "AWS_Readiness__c" }, mapping.Status);
        Assert.Empty(mapping.Fields.Select(f => f.Crm).Intersect(mapping.Status!.Fields().Select(f => f.Crm)));
        Assert.Null(document.Lead!.Status);
        Assert.DoesNotContain(MappingCheck.Check(document, crm), i => i.Severity == Severity.Error);
    }

    [Fact]
    [Trait("Row", "A3")]
    public void The_answer_to_a_referral_is_drafted_from_the_fields_that_were_made_for_it()
    {
        var invitation = MappingAuto.Build(SampleCrm.Made(), null).Opportunity!.Invitation!;
        Assert.Equal(("AWS_partnerAcceptanceStatus__c", "AWS_rejectionReason__c"), (invitation.Answer, invitation.Reason));
        Assert.Equal((1, 1), (invitation.Accept.Count, invitation.Reject.Count));
        Assert.NotEqual(invitation.Accept, invitation.Reject);
        Assert.Equal("\"Prospect\"", invitation.Initial["StageName"]);
        // A mapping that exists says how invitations are answered, or that they are not.
        var existing = MappingAuto.Build(SampleCrm.Made(), null);
        Assert.Null(MappingAuto.Build(SampleCrm.Made(), existing with { Opportunity = existing.Opportunity! with { Invitation = null } }).Opportunity!.Invitation);
        Assert.Null(MappingAuto.Build(SampleCrm.With(), null).Opportunity!.Invitation);
    }

    [Fact]
    [Trait("Row", "A17")]
    public void What_converts_a_lead_is_drafted_likewise()
    {
        var crm = SampleCrm.WithLead(
            new CrmField("Convert_at_AWS__c", "Convert", CrmFieldType.Boolean), new CrmField("ConvertedOpportunityId", "Converted", CrmFieldType.Reference, Writable: false, RelatesTo: "Opportunity", Relation: "ConvertedOpportunity"));
        var document = MappingAuto.Build(crm, null);
        Assert.Equal(("Convert_at_AWS__c", "ConvertedOpportunityId"), (document.Lead!.Convert!.Flag, document.Lead.Convert.To));
        Assert.DoesNotContain(document.Lead.Fields, f => f.Crm is "Convert_at_AWS__c" or "ConvertedOpportunityId");
        Assert.DoesNotContain(MappingCheck.Check(document, crm), i => i.Severity == Severity.Error);
        Assert.Null(MappingAuto.Build(SampleCrm.With(), null).Lead!.Convert);
    }

    [Fact]
    public void A_CRM_without_the_objects_gives_none() => Assert.Equal(new MappingDocument(1, null, null), MappingAuto.Build(new CrmMetadata([]), null));

    static FieldMapping Line(IReadOnlyList<FieldMapping> fields, string crm) => Assert.Single(fields, f => f.Crm == crm);

    static IEnumerable<(string Aws, string Crm)> Pairs(FieldMapping field) => field.Values.Select(v => (v.Aws, Assert.Single(v.Crm)));
}
