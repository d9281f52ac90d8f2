using System.Text;
using LambdaSync.PartnerCentral;
using Xunit;

namespace LambdaSync.Tests.PartnerCentral;

/// <summary>The bodies of the sweeps' lists, in canonical form.</summary>
[Trait("Row", "A16")]
public sealed class AwsRequestTests
{
    [Fact]
    public void Received_invitations() => Check(
        AwsRequest.ListReceivedInvitations("AWS", "ACCEPTED", "EXPIRED"),
        "ListEngagementInvitations",
        """{"Catalog":"AWS","ParticipantType":"RECEIVER","Sort":{"SortBy":"InvitationDate","SortOrder":"DESCENDING"},"Status":["ACCEPTED","EXPIRED"]}""");

    [Fact]
    public void Engagements_with_a_lead() =>
        Check(AwsRequest.ListLeadEngagements("Sandbox"), "ListEngagements", """{"Catalog":"Sandbox","ContextTypes":["Lead"]}""");

    static void Check(AwsRequest request, string operation, string body) =>
        Assert.Equal((operation, body), (request.Operation, Encoding.UTF8.GetString(request.Body)));
}
