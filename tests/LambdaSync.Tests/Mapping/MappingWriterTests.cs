using System.Text;
using CsCheck;
using LambdaSync.Mapping;
using Xunit;

namespace LambdaSync.Tests.Mapping;

[Trait("Row", "C1")]
public sealed class MappingWriterTests
{
    const string Golden = """
        {
          "version": 1,
          "opportunity": {
            "crmObject": "Opportunity",
            "awsId": "APN_Id__c",
            "share": "on-update",
            "submit": { "involvement": "Co-Sell", "visibility": "Full" },
            "when": { "outbound": [{ "crm": "Amount", "gte": 1000 }, { "crm": "Type", "in": ["New", "Renewal"] }] },
            "template": { "record": "006A", "createAccount": true },
            "status": { "syncStatus": "AWS_Sync_Status__c", "hasUpdates": "AWS_Has_Updates__c", "locked": { "crm": "AWS_Locked__c", "yes": "Yes", "no": "No" } },
            "fields": [
              { "aws": "Customer.Account.CompanyName", "crm": "Account.Name" },
              { "aws": "LifeCycle.Stage", "crm": "StageName", "inbound": false, "values": { "Prospect": ["Open", "New"], "Launched": ["Won"] } },
              { "aws": "LifeCycle.ClosedLostReason", "crm": "Lost__c", "values": {
                "Customer Deficiency": ["Customer"],
                "Lost to Competitor - Google": ["Lost to Competitor – Google"],
                "Lost to Competitor - Microsoft": ["Lost to Competitor – Microsoft"]
              }, "unmapped": "pass" },
              { "aws": "LifeCycle.TargetCloseDate", "crm": "CloseDate", "owner": "crm", "fallback": [{ "crm": "End__c" }, "today+15d"] },
              { "aws": "aws:LifeCycle.NextStepsHistory[]", "crm": "History__c", "outbound": false, "element": "{Time} {Value}" }
            ]
          }
        }

        """;

    [Fact]
    public void A_document_is_written_one_line_a_field() => Assert.Equal(Golden, MappingWriter.Write(MappingReaderTests.Read(Golden)!));

    static Gen<T> Pick<T>(params T[] from) => Gen.Int[0, from.Length - 1].Select(i => from[i]);

    static readonly Gen<string> Text = Gen.OneOf(Gen.String[1, 8], Pick("today", "error", "true", "1", "Lost – x", "a\"b\\c\n"))
        .Select(s => new string([.. s.Where(c => !char.IsSurrogate(c))])).Where(s => s.Length > 0);

    static readonly Gen<string> Scalar = Gen.OneOf(Text.Select(Scalars.OfText), Pick("true", "false", "0", "-1.5", "1000"));

    static readonly Gen<FallbackTier> Tier = Gen.OneOf(
        Text.Select(t => new FallbackTier(FallbackKind.Crm, t)),
        Pick("today", "today+15d", "today-2y").Select(t => new FallbackTier(FallbackKind.Date, t)),
        Scalar.Select(t => new FallbackTier(FallbackKind.Literal, t)),
        Gen.OneOf(Text, Gen.Const("")).Select(t => new FallbackTier(FallbackKind.Error, t)));

    static readonly Gen<IReadOnlyList<ValueMapping>> Values = Gen.Select(Text, Scalar.List[1, 3]).List[0, 8].Select(IReadOnlyList<ValueMapping> (pairs) =>
        [.. pairs.DistinctBy(p => p.Item1).Select(p => new ValueMapping(p.Item1, [.. p.Item2.Distinct()]))]);

    static readonly Gen<FieldMapping> Field = Gen.Select(Text, Text, Gen.Bool, Values, Tier.List[0, 3], Pick(Enum.GetValues<Owner>()), Gen.Int[0, 8], Pick<string?>(null, ";", ", "))
        .Select((aws, crm, flag, values, tiers, owner, number, join) => new FieldMapping(
            aws, crm, flag, !flag || number > 4, values, Defaults(values), number == 3, join, number > 6 ? null : number, number == 0 ? null : number,
            number == 5, owner, [.. tiers])
        {
            Element = number == 2 ? "{Time}: {Value}" : null,
        });

    static readonly Gen<Condition> Condition = Gen.Select(Text, Scalar.List[1, 3], Pick(Enum.GetValues<Comparison>()), Gen.Bool).Select((field, operands, comparison, aws) =>
        new Condition(aws ? field : null, aws ? null : field, comparison, comparison switch
        {
            Comparison.In => [.. operands.Distinct()],
            Comparison.Exists => [aws ? "true" : "false"],
            Comparison.Equal or Comparison.NotEqual => [operands[0]],
            _ => [operands[0] is "true" or "false" ? "7" : operands[0]],
        }));

    [Fact]
    public void What_is_written_reads_back_equal() =>
        Gen.Select(Text, Field.List[0, 4], Condition.List[0, 2], Pick(Enum.GetValues<ShareMode>()), Gen.Bool).Sample((text, fields, conditions, share, flag) =>
        {
            var mapping = new ObjectMapping(
                text, text, flag ? text : null, share, flag, flag ? Owner.Latest : Owner.None, flag ? new SubmitMapping("For Visibility Only", "Limited") : null,
                [.. conditions], [], flag ? new TemplateMapping(null, text, flag, text) : null, [.. fields])
            {
                Status = flag
                    ? new StatusMapping(text, null, new StatusFlag(text), null, new StatusFlag(text, Scalars.OfText(text), "\"no\""), text)
                    : conditions.Count > 0 ? new StatusMapping(null, null, null, null, null, null) : null,
            };
            var document = new MappingDocument(1, mapping, flag ? mapping : null);
            var issues = new List<Issue>();
            var again = MappingReader.Read(Encoding.UTF8.GetBytes(MappingWriter.Write(document)), issues);
            Assert.Empty(issues);
            Assert.Equivalent(document, again, strict: true);
        }, iter: 300);

    /// <summary>A key cannot say whether the text or the number is meant when a line lists both, so such lines get no default.</summary>
    static Dictionary<string, string> Defaults(IReadOnlyList<ValueMapping> values)
    {
        var listed = values.SelectMany(v => v.Crm).ToHashSet();
        return values.Where(v => v.Aws.Length > 0)
            .SelectMany(v => v.Crm.Select(c => (Crm: c, v.Aws)))
            .Where(p => p.Crm.StartsWith('"') ? !listed.Contains(p.Crm.Trim('"')) : !listed.Contains(Scalars.OfText(p.Crm)))
            .DistinctBy(p => p.Crm).ToDictionary(p => p.Crm, p => p.Aws);
    }
}
