using LambdaSync.Fields;
using Xunit;

namespace LambdaSync.Tests.Fields;

[Trait("Row", "C2")]
public class FieldCatalogueTests
{
    static readonly FieldCatalogue Opportunity = FieldCatalogue.Opportunity;
    static readonly FieldCatalogue Lead = FieldCatalogue.Lead;

    public static TheoryData<AceObject> Objects => [AceObject.Opportunity, AceObject.Lead];

    /// <summary>102 rows of the sheet and the samples, less the two members of the file's own head; 33 rows for leads.</summary>
    [Fact]
    public void Has_every_file_field()
    {
        Assert.Equal(100, Opportunity.FileFields.Count);
        Assert.Equal(11, Opportunity.FileFields.Count(field => field.Deprecated));
        Assert.Equal(15, Opportunity.FileFields.Count(field => field.Versions == 2));
        Assert.Equal(33, Lead.FileFields.Count);
        Assert.Null(Opportunity.ByFileName("version"));
        Assert.Null(Opportunity.ByFileName("spmsId"));
        Assert.Equal(3, Opportunity.ByFileName("partnerDeveloperManagerPhone")!.Versions);
    }

    [Fact]
    public void Has_every_member_of_the_api()
    {
        int Count(string root) => Opportunity.Fields.Count(field => field.Path.StartsWith(root, StringComparison.Ordinal));

        Assert.Equal(71, Opportunity.Fields.Count(field => !field.Path.Contains(':')));
        Assert.Equal(69, Count("aws:"));
        Assert.Equal(3, Count("invitation:"));
        Assert.Equal(2, Count("submission:"));
        Assert.Equal(6, Count("related:"));
        Assert.Equal(Lead.FileFields.Count, Lead.Fields.Count);
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public void Keeps_fields_in_ordinal_order(AceObject aceObject)
    {
        var catalogue = FieldCatalogue.Of(aceObject);
        Assert.Equal(aceObject, catalogue.Object);
        Assert.Equal(catalogue.Fields.Select(f => f.Path).Order(StringComparer.Ordinal), catalogue.Fields.Select(f => f.Path));
        Assert.Equal(catalogue.FileFields.Select(f => f.Name).Order(StringComparer.Ordinal), catalogue.FileFields.Select(f => f.Name));
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public void Every_target_is_a_path_that_the_catalogue_knows_and_is_used_once(AceObject aceObject)
    {
        var catalogue = FieldCatalogue.Of(aceObject);
        var seen = new HashSet<string>();
        foreach (var field in catalogue.FileFields)
        {
            Assert.NotEmpty(field.Targets);
            foreach (var target in field.Targets)
            {
                Assert.True(FieldPath.TryParse(target, out var path, out var error), $"{target}: {error}");
                Assert.Same(catalogue.ByPath(path.CatalogueKey()), catalogue.ByPath(target));
                Assert.NotNull(catalogue.ByPath(target));
                Assert.True(seen.Add(target), target);
            }

            Assert.Same(catalogue.ByPath(field.Targets[0]), catalogue.ForFile(field.Name));
        }
    }

    [Fact]
    public void Transform_type_and_list_of_a_file_field_agree_with_its_target()
    {
        foreach (var field in Opportunity.FileFields)
        {
            var target = Opportunity.ForFile(field.Name)!;
            Assert.Equal(field.Transform is FileTransform.Split or FileTransform.Array or FileTransform.PrimaryNeeds or FileTransform.Solutions, target.IsList);
            Assert.Equal(field.Transform is FileTransform.Name or FileTransform.PrimaryNeeds ? 2 : 1, field.Targets.Count);
            Assert.Equal(field.Transform == FileTransform.Keep, field.Targets[0] == "file:" + field.Name);
            Assert.Equal(field.Type, target.Type);
            if (field.Values is not null)
                Assert.Same(field.Values, target.Values);
            if (field.Transform == FileTransform.Value)
                Assert.NotNull(field.Values);
            Assert.False(field.Deprecated && (field.ToAws || field.Versions != 1), field.Name);
            Assert.True(field.FromAws || field.ToAws, field.Name);
        }
    }

    [Theory]
    [InlineData("isOppFromMarketingActivity", "IsOppFromMarketingActivity")]
    [InlineData("doesOppBelongToNatsec", "doesOppBelongToNatSec")]
    [InlineData("marketingActivityUseCase", "marketingActivityUsecase")]
    public void Finds_an_opportunity_field_by_another_spelling(string spelling, string name) =>
        Assert.Equal(name, Opportunity.ByFileName(spelling)!.Name);

    [Theory]
    [InlineData("useCaseWorkLoad", "useCaseWorkload")]
    [InlineData("Campaign Name", "campaignName")]
    [InlineData("Company", "company")]
    [InlineData("CampaignMemberStatus", "campaignMemberStatus")]
    public void Finds_a_lead_field_by_another_spelling(string spelling, string name) => Assert.Equal(name, Lead.ByFileName(spelling)!.Name);

    [Theory]
    [InlineData("OpportunityTeam[BusinessTitle=PSM].Email", "OpportunityTeam[].Email")]
    [InlineData("Customer.Contacts[0].Email", "Customer.Contacts[].Email")]
    [InlineData("Project.DeliveryModels[]", "Project.DeliveryModels[]")]
    [InlineData("Project.DeliveryModels[7]", "Project.DeliveryModels[]")]
    [InlineData("aws:OpportunityTeam[BusinessTitle=PSM].Email", "aws:OpportunityTeam[].Email")]
    [InlineData("Project.Title", "Project.Title")]
    [InlineData("Project.Title[0]", null)]
    [InlineData("Customer.Contacts.Email", null)]
    [InlineData("Customer.Contacts[0.Email", null)]
    [InlineData("project.title", null)]
    [InlineData("", null)]
    public void Finds_a_member_by_a_concrete_path(string path, string? expected) => Assert.Equal(expected, Opportunity.ByPath(path)?.Path);

    [Fact]
    public void Does_not_know_an_endless_path() => Assert.Null(Opportunity.ByPath(new string('x', 5000) + "[0]"));

    [Fact]
    public void Action_required_opens_fourteen_members()
    {
        string[] open =
        [
            "Customer.Account.Address.City", "Customer.Account.Address.CountryCode", "Customer.Account.Address.PostalCode",
            "Customer.Account.Address.StateOrRegion", "Customer.Account.Address.StreetAddress", "Customer.Account.WebsiteUrl",
            "LifeCycle.TargetCloseDate", "PartnerOpportunityIdentifier", "Project.CustomerBusinessProblem",
            "Project.ExpectedCustomerSpend[].Amount", "Project.ExpectedCustomerSpend[].CurrencyCode",
            "Project.ExpectedCustomerSpend[].EstimationUrl", "Project.ExpectedCustomerSpend[].Frequency",
            "Project.ExpectedCustomerSpend[].TargetCompany",
        ];
        Assert.Equal(open, Opportunity.Fields.Where(f => f.OpenIn.HasFlag(ReviewStatuses.ActionRequired)).Select(f => f.Path));
    }

    [Fact]
    public void Approval_closes_seven_members()
    {
        string[] closed =
        [
            "Customer.Account.Address.CountryCode", "Customer.Account.Address.PostalCode", "Customer.Account.Industry",
            "Customer.Account.WebsiteUrl", "PartnerOpportunityIdentifier", "Project.CustomerBusinessProblem", "Project.Title",
        ];
        Assert.Equal(closed, Opportunity.Fields
            .Where(f => f.Writers.HasFlag(Writers.Update) && !f.OpenIn.HasFlag(ReviewStatuses.Approved)).Select(f => f.Path));
    }

    [Fact]
    public void Nothing_is_open_that_a_partner_cannot_change()
    {
        foreach (var field in Opportunity.Fields)
        {
            var changes = (field.Writers & (Writers.Update | Writers.Associate)) != 0;
            if (changes)
                Assert.True(field.OpenIn.HasFlag(ReviewStatuses.PendingSubmission), field.Path);
            else if (!field.Writers.HasFlag(Writers.Answer))
                Assert.Equal(ReviewStatuses.None, field.OpenIn);
            if (field.ReadOnly)
                Assert.Equal(Requirement.Optional, field.Required);
        }
    }

    [Fact]
    public void Update_does_not_take_the_team_the_origin_or_tags()
    {
        Assert.Equal(
            ["OpportunityTeam[].BusinessTitle", "OpportunityTeam[].Email", "OpportunityTeam[].FirstName", "OpportunityTeam[].LastName",
             "OpportunityTeam[].Phone", "Origin", "Tags[].Key", "Tags[].Value"],
            Opportunity.Fields.Where(f => f.Writers.HasFlag(Writers.Create) && !f.Writers.HasFlag(Writers.Update)).Select(f => f.Path));
        Assert.All(Opportunity.Fields.Where(f => f.Path.StartsWith("aws:", StringComparison.Ordinal)), f => Assert.True(f.ReadOnly));
    }

    [Fact]
    public void Only_the_api_models_rules_and_gates_of_the_guide_are_firm()
    {
        Assert.All(Lead.Fields, field => Assert.False(field.Firm || field.FirmlyRequired, field.Path));
        Assert.All(
            Opportunity.Fields.Where(f => f.Path.StartsWith("file:", StringComparison.Ordinal)),
            field => Assert.False(field.Firm || field.FirmlyRequired, field.Path));
        Assert.Equal(
            ["Customer.Account.CompanyName", "LifeCycle.ClosedLostReason", "Project.ExpectedContractDuration.Term", "Project.ExpectedContractDuration.Value",
             "Project.ExpectedCustomerSpend[].CurrencyCode", "Project.ExpectedCustomerSpend[].Frequency",
             "Project.ExpectedCustomerSpend[].TargetCompany", "SoftwareRevenue.Value.Amount", "SoftwareRevenue.Value.CurrencyCode",
             "Tags[].Key", "Tags[].Value", "submission:InvolvementType"],
            Opportunity.Fields.Where(f => f.FirmlyRequired).Select(f => f.Path));
    }

    [Fact]
    public void Every_condition_reads_and_looks_at_known_fields_and_values()
    {
        foreach (var field in Opportunity.Fields)
        {
            Assert.Equal(field.RequiredWhen is not null, field.Required == Requirement.Conditional);
            foreach (var term in FieldCondition.Parse(field.RequiredWhen ?? "Id"))
            {
                var at = Opportunity.ByPath(term.Path);
                Assert.True(at is not null || Opportunity.Fields.Any(f => f.Path.StartsWith(term.Path + ".", StringComparison.Ordinal)), term.Path);
                if (at?.Values is { } values)
                    Assert.All(term.Values, value => Assert.True(values.Contains(value), value));
            }
        }

        foreach (var field in Opportunity.FileFields)
        {
            Assert.Equal(field.RequiredWhen is not null, field.Required == Requirement.Conditional);
            foreach (var term in FieldCondition.Parse(field.RequiredWhen ?? "country"))
            {
                var at = Opportunity.ByFileName(term.Path);
                Assert.NotNull(at);
                if (at.Values is { } values)
                    Assert.All(term.Values, value => Assert.NotNull(values.FromFile(value)));
            }
        }
    }

    [Fact]
    public void A_postal_code_is_required_exactly_where_countries_have_one()
    {
        var member = FieldCondition.Parse(Opportunity.ByPath("Customer.Account.Address.PostalCode")!.RequiredWhen!)[^1];
        var file = FieldCondition.Parse(Opportunity.ByFileName("postalCode")!.RequiredWhen!)[^1];
        foreach (var (name, code) in Opportunity.ByFileName("country")!.Values!.FileSpellings)
        {
            Assert.Equal(PostalCodes.HasPostalCode(code), member.Holds(code));
            Assert.Equal(PostalCodes.HasPostalCode(code), file.Holds(name));
        }
    }

    [Theory]
    [InlineData("a", "x", true)]
    [InlineData("a", null, false)]
    [InlineData("a=x", "x", true)]
    [InlineData("a=x", "y", false)]
    [InlineData("a=x", null, false)]
    [InlineData("a=x|y", "y", true)]
    [InlineData("a!=x", "x", false)]
    [InlineData("a!=x|y", "y", false)]
    [InlineData("a!=x", "y", true)]
    [InlineData("a!=x", null, true)]
    public void A_term_holds_for_what_is_there(string condition, string? found, bool holds)
    {
        var term = Assert.Single(FieldCondition.Parse(condition));
        Assert.Equal("a", term.Path);
        Assert.Equal(holds, found is null ? term.Holds() : term.Holds(found));
    }

    [Fact]
    public void What_files_alone_know_has_its_place_under_file()
    {
        foreach (var field in Opportunity.FileFields)
        {
            var stays = field.Transform is FileTransform.Keep or FileTransform.Name or FileTransform.Solutions;
            Assert.Equal(stays, Opportunity.ByPath("file:" + field.Name) is not null);
        }

        Assert.Equal(Writers.Create | Writers.Update, Opportunity.ByPath("file:primaryContactTitle")!.Writers);
        Assert.Equal(Writers.Aws, Opportunity.ByPath("file:createdBy")!.Writers);
        Assert.Equal(Writers.Answer, Lead.ByPath("file:currentLeadStage")!.Writers);
        Assert.Equal(Writers.Update, Lead.ByPath("file:status")!.Writers);
        Assert.Equal(Writers.Aws, Lead.ByPath("file:company")!.Writers);
    }

    [Fact]
    public void Tables_are_small_and_tidy()
    {
        var assembly = typeof(FieldCatalogue).Assembly;
        var total = 0L;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".tsv", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var text = reader.ReadToEnd();
            total += text.Length;
            Assert.DoesNotContain('\r', text);
            Assert.DoesNotContain(text.Split('\n'), line => line.EndsWith('\t') || line.EndsWith(' '));
        }

        Assert.InRange(total, 1, 100_000);
    }
}
