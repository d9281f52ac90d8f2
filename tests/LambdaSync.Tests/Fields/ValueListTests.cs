using LambdaSync.Fields;
using Xunit;

namespace LambdaSync.Tests.Fields;

[Trait("Row", "C3")]
public class ValueListTests
{
    static readonly ValueList[] Lists =
    [
        .. FieldCatalogue.Opportunity.Fields.Concat(FieldCatalogue.Lead.Fields).Select(field => field.Values).OfType<ValueList>().Distinct(),
    ];

    static ValueList Of(string path) => FieldCatalogue.Opportunity.ByPath(path)!.Values!;

    [Theory]
    [InlineData("Customer.Account.Address.CountryCode", 249)]
    [InlineData("SoftwareRevenue.Value.CurrencyCode", 168)]
    [InlineData("Customer.Account.Address.StateOrRegion", 62)]
    [InlineData("Customer.Account.Industry", 28)]
    [InlineData("LifeCycle.ClosedLostReason", 19)]
    [InlineData("LifeCycle.Stage", 7)]
    [InlineData("LifeCycle.ReviewStatus", 6)]
    [InlineData("PrimaryNeedsFromAws[]", 8)]
    [InlineData("Project.CustomerUseCase", 39)]
    [InlineData("Project.ApnPrograms[]", 16)]
    [InlineData("Project.CompetitorName", 11)]
    [InlineData("Project.DeliveryModels[]", 6)]
    [InlineData("Project.SalesActivities[]", 8)]
    [InlineData("Marketing.UseCases[]", 26)]
    [InlineData("Marketing.Channels[]", 13)]
    [InlineData("aws:LifeCycle.Stage", 24)]
    [InlineData("aws:LifeCycle.ClosedLostReason", 48)]
    public void Has_every_value(string path, int count) => Assert.Equal(count, Of(path).Values.Count);

    [Theory]
    [InlineData("country", 249)]
    [InlineData("state", 163)]
    [InlineData("industry", 37)]
    [InlineData("useCaseWorkload", 10)]
    [InlineData("status", 4)]
    [InlineData("currentLeadStage", 2)]
    public void Has_every_value_of_a_lead(string name, int count) =>
        Assert.Equal(count, FieldCatalogue.Lead.ForFile(name)!.Values!.Values.Count);

    [Fact]
    public void Every_value_maps_to_the_file_and_back()
    {
        Assert.True(Lists.Length >= 35);
        foreach (var list in Lists)
        {
            Assert.Equal(list.Values.Count, list.Values.Distinct(StringComparer.Ordinal).Count());
            foreach (var value in list.Values)
            {
                Assert.True(list.Contains(value));
                Assert.Equal(value, value.Trim());
                if (list.ToFile(value) is { } spelling)
                    Assert.Equal(value, list.FromFile(spelling));
                else
                    Assert.True(value is "PENDING" or "EXPIRED", value);
            }

            foreach (var (spelling, value) in list.FileSpellings)
            {
                Assert.True(list.Contains(value), value);
                if (spelling != "Great Britain" || list.Name != "Country")
                    Assert.Equal(spelling, list.ToFile(value));
            }
        }
    }

    [Theory]
    [InlineData("Customer.Account.Industry", "Software & Internet", "Software and Internet")]
    [InlineData("LifeCycle.ClosedLostReason", "Lost to Competitor – Google", "Lost to Competitor - Google")]
    [InlineData("LifeCycle.ReviewStatus", "Draft", "Pending Submission")]
    [InlineData("LifeCycle.ReviewStatus", "In review", "In review")]
    [InlineData("LifeCycle.ReviewStatus", "Pending Submission", null)]
    [InlineData("Marketing.Source", "Yes", "Marketing Activity")]
    [InlineData("Marketing.Source", "No", "None")]
    [InlineData("invitation:Status", "Accepted", "ACCEPTED")]
    [InlineData("invitation:Status", "PENDING", null)]
    [InlineData("Customer.Account.Address.CountryCode", "United States", "US")]
    [InlineData("Customer.Account.Address.CountryCode", "Great Britain", "GB")]
    [InlineData("Customer.Account.Address.CountryCode", "United Kingdom", "GB")]
    [InlineData("Customer.Account.Address.CountryCode", "Serbia and Montenegro", null)]
    [InlineData("PrimaryNeedsFromAws[]", FileValues.NoSupportNeeded, null)]
    [InlineData("Project.CompetitorName", "*Other", "*Other")]
    public void Reads_the_files_spelling(string path, string spelling, string? value) => Assert.Equal(value, Of(path).FromFile(spelling));

    [Fact]
    public void Writes_one_of_two_names() => Assert.Equal("United Kingdom", Of("Customer.Account.Address.CountryCode").ToFile("GB"));
}
