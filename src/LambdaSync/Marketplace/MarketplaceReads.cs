using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.PartnerCentral;

namespace LambdaSync.Marketplace;

/// <summary>Reads of AWS Marketplace, as the engine makes them.</summary>
public static class MarketplaceReads
{
    /// <summary>The change sets of a name, newest first. AWS keeps them for 90 days after their end.</summary>
    public static AwsRequest ListChangeSets(string name) => new("ListChangeSets", RequestBody.Of(json =>
    {
        json.WriteString("Catalog", ChangeSet.Catalog);
        json.WriteStartArray("FilterList");
        json.WriteStartObject();
        json.WriteString("Name", "ChangeSetName");
        json.WriteStartArray("ValueList");
        json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }));

    public static AwsRequest DescribeChangeSet(string id) => new("DescribeChangeSet", RequestBody.Of(json =>
    {
        json.WriteString("Catalog", ChangeSet.Catalog);
        json.WriteString("ChangeSetId", id);
    }), MayBeMissing: true);

    /// <summary>An entity with its document; missing where it is neither the account's own nor shared with it.</summary>
    public static AwsRequest DescribeEntity(string id) => new("DescribeEntity", RequestBody.Of(json =>
    {
        json.WriteString("Catalog", ChangeSet.Catalog);
        json.WriteString("EntityId", id);
    }), MayBeMissing: true);

    /// <summary>The same of a second entity in one run, where another one was read: EntityDetails by id.</summary>
    public static AwsRequest BatchDescribeEntities(string id) => new("BatchDescribeEntities", RequestBody.Of(json =>
    {
        json.WriteStartArray("EntityRequestList");
        json.WriteStartObject();
        json.WriteString("Catalog", ChangeSet.Catalog);
        json.WriteString("EntityId", id);
        json.WriteEndObject();
        json.WriteEndArray();
    }));

    /// <summary>Parties, times, status, value. Only proposer and acceptor may read it.</summary>
    public static AwsRequest DescribeAgreement(string id) => new("DescribeAgreement", RequestBody.Of(json => json.WriteString("agreementId", id)), MayBeMissing: true);

    /// <summary>The accepted terms, one page of them: more than an offer has.</summary>
    public static AwsRequest GetAgreementTerms(string id) => new("GetAgreementTerms", RequestBody.Of(json =>
    {
        json.WriteString("agreementId", id);
        json.WriteNumber("maxResults", 50);
    }));
}
