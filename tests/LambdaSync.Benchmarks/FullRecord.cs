using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Fields;
using LambdaSync.Json;
using LambdaSync.Mapping;

namespace LambdaSync.Benchmarks;

/// <summary>A record with every field of the catalogue set, and a mapping with a line for each: value maps, joins, rounding, trimming.</summary>
static class FullRecord
{
    public static (byte[] Document, CompiledMapping Mapping) Build()
    {
        var root = new JsonObject();
        var lines = new List<FieldMapping>();
        var number = 0;
        foreach (var field in FieldCatalogue.Opportunity.Fields)
        {
            var concrete = Concrete(field.Path);
            if (!FieldPath.TryParse(concrete, out var path, out _))
                continue;
            Set(root, path, field.IsList ? new JsonArray(Value(field), Value(field, 1)) : Value(field));
            lines.Add(Line(field, concrete, $"Field_{number++:D3}__c"));
        }

        var source = new ObjectMapping(
            "Opportunity", "Aws_Id__c", null, ShareMode.OnCommand, true, Owner.Aws, null, [], [], null, lines);
        var issues = new List<Issue>();
        var mapping = CompiledMapping.Compile(new MappingDocument(1, source, null), AceObject.Opportunity, issues)
            ?? throw new InvalidOperationException(string.Join('\n', issues));
        return (CanonicalJson.ToArray(Encoding.UTF8.GetBytes(root.ToJsonString())), mapping);
    }

    static string Concrete(string path)
    {
        var list = path.EndsWith("[]", StringComparison.Ordinal);
        var inner = (list ? path[..^2] : path)
            .Replace("aws:OpportunityTeam[]", "aws:OpportunityTeam[BusinessTitle=AWSSalesRep]", StringComparison.Ordinal)
            .Replace("OpportunityTeam[].", "OpportunityTeam[BusinessTitle=OpportunityOwner].", StringComparison.Ordinal)
            .Replace("[]", "[0]", StringComparison.Ordinal);
        return list ? inner + "[]" : inner;
    }

    static FieldMapping Line(CatalogueField field, string path, string crm) => FieldMapping.Copy(path, crm) with
    {
        Outbound = !field.ReadOnly,
        Values = field.Values is { } list ? [.. list.Values.Select(v => new ValueMapping(v, [Encoding.UTF8.GetString(JsonText.Quote(v))]))] : [],
        Join = field.IsList ? ";" : null,
        Round = field.Type == FieldType.Amount ? 2 : null,
        Truncate = field.Type == FieldType.Text && field.Values is null && !field.IsList ? 255 : null,
        Trim = field.Type == FieldType.Text && field.Values is null && !field.IsList,
    };

    static string Value(CatalogueField field, int which = 0) => field switch
    {
        { Path: "OpportunityTeam[].BusinessTitle" } => "OpportunityOwner",
        { Path: "aws:OpportunityTeam[].BusinessTitle" } => "AWSSalesRep",
        { Values: { } list } => list.Values[Math.Min(which, list.Values.Count - 1)],
        { Type: FieldType.Amount or FieldType.Number } => "12345.67",
        { Pattern: FieldPattern.Email } => "someone@customer.example.com",
        { Pattern: FieldPattern.Phone } => "+12065550100",
        { Pattern: FieldPattern.Duns } => "123456789",
        { Pattern: FieldPattern.AccountId } => "123456789012",
        { Pattern: FieldPattern.OpportunityId } => "O1234567",
        { Pattern: FieldPattern.SolutionId } => $"S-000123{which}",
        { Pattern: FieldPattern.EstimateUrl } => "https://calculator.aws/#/estimate?id=0123456789abcdef0123456789abcdef01234567",
        { Pattern: FieldPattern.Letters } => "AWS",
        { Pattern: FieldPattern.Arn } => "arn:aws:partnercentral:us-east-1:123456789012:catalog/AWS/opportunity/O1234567",
        { Pattern: FieldPattern.OfferArn } => $"arn:aws:aws-marketplace:us-east-1:123456789012:AWSMarketplace/Offer/offer-{which}",
        { Pattern: FieldPattern.OfferSetArn } => $"arn:aws:aws-marketplace:us-east-1:123456789012:AWSMarketplace/OfferSet/offerset-{which}",
        { Type: FieldType.Date } => "2027-03-15",
        { Type: FieldType.Timestamp } => "2026-02-01T10:00:00Z",
        _ => Text(field.Path, field.MaxLength),
    };

    static string Text(string path, int maxLength)
    {
        var text = $"A value of usual length for {path.Replace("[]", "", StringComparison.Ordinal)}";
        return maxLength > 0 && text.Length > maxLength ? text[^maxLength..] : text;
    }

    static void Set(JsonObject root, FieldPath path, JsonNode value)
    {
        JsonNode node = root[path.Root] ??= new JsonObject();
        for (var i = 0; i < path.Steps.Count; i++)
        {
            var step = path.Steps[i];
            var parent = node.AsObject();
            if (i == path.Steps.Count - 1 && step.Index is null && step.Key is null)
            {
                parent[step.Name] = value;
                return;
            }

            if (step.Index is null && step.Key is null)
            {
                node = parent[step.Name] ??= new JsonObject();
                continue;
            }

            var list = (parent[step.Name] ??= new JsonArray()).AsArray();
            if (list.Count == 0)
                list.Add(step.Key is null ? new JsonObject() : new JsonObject { [step.Key] = step.Value });
            node = list[0]!;
        }
    }
}
