using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using LambdaSync.Fields;
using LambdaSync.Json;
using LambdaSync.Mapping;
using Xunit;

namespace LambdaSync.Tests.Mapping;

/// <summary>The two laws: what AWS sent is never rewritten, and what is sent reads back as the CRM has it.</summary>
[Trait("Row", "C6")]
public class MappingLawTests(ITestOutputHelper output)
{
    static readonly DateOnly Today = new(2026, 11, 1);

    [Fact]
    public void Generated_mappings_obey_both_laws()
    {
        var (cases, lossy, changed, clean) = (0, 0, 0, 0);
        Gen.Int[0, 1_000_000].Sample(
            seed =>
            {
                var drawn = new LawCase(seed);
                Assert.NotNull(drawn.Mapping);
                First(drawn);
                var (fields, held) = Second(drawn, drawn.Document);
                var (newFields, newHeld) = Second(drawn, "{}"u8.ToArray());
                Interlocked.Increment(ref cases);
                Interlocked.Add(ref lossy, drawn.IsLossy ? 1 : 0);
                Interlocked.Add(ref changed, fields + newFields);
                Interlocked.Add(ref clean, fields + newFields - held - newHeld);
            },
            iter: 2000);
        output.WriteLine($"{cases} mappings, {100.0 * lossy / cases:F1}% with many-to-one maps, rounding or trimming; {clean} of {changed} CRM values went through without an issue");
        Assert.True(lossy * 2 >= cases);
        Assert.True(clean * 10 >= changed * 4, $"{clean} of {changed}");
    }

    public static TheoryData<string> ValueFields() => [.. FieldCatalogue.Opportunity.Fields.Where(f => f.Values is not null && !f.IsList && !f.Path.StartsWith("file:", StringComparison.Ordinal)).Select(f => f.Path)];

    [Theory]
    [MemberData(nameof(ValueFields))]
    public void Every_catalogue_value_maps_both_ways(string path)
    {
        var field = FieldCatalogue.Opportunity.ByPath(path)!;
        var line = FieldMapping.Copy(path.Replace("OpportunityTeam[]", "OpportunityTeam[BusinessTitle=PDM]", StringComparison.Ordinal).Replace("[]", "[0]", StringComparison.Ordinal), "F__c");
        var mapped = line with { Values = [.. field.Values!.Values.Select(v => new ValueMapping(v, [LawCase.Quote("CRM " + v)]))] };
        foreach (var candidate in (FieldMapping[])[line, mapped])
        {
            var source = new ObjectMapping("Opportunity", "Id__c", null, ShareMode.OnCommand, true, Owner.None, null, [], [], null, [candidate]);
            var problems = new List<Issue>();
            var mapping = CompiledMapping.Compile(new MappingDocument(1, source, null), AceObject.Opportunity, problems);
            Assert.Empty(problems);
            foreach (var value in field.Values.Values)
            {
                var issues = new List<Issue>();
                var crmValue = candidate.Values.Count == 0 ? value : "CRM " + value;
                var crm = Encoding.UTF8.GetBytes($"{{\"F__c\":{LawCase.Quote(crmValue)}}}");
                var document = Out(mapping!, crm, "{}"u8.ToArray(), issues);
                if (field.ReadOnly)
                {
                    Assert.Contains(issues, i => i.Code == IssueCodes.ReadOnlyField);
                    continue;
                }

                Assert.Empty(issues);
                Assert.Equal(Encoding.UTF8.GetString(crm), Encoding.UTF8.GetString(In(mapping!, document)));
                Assert.Equal(document, Out(mapping!, In(mapping!, document), document, issues));
            }
        }
    }

    [Theory]
    [InlineData("LifeCycle.ClosedLostReason", "Lost to Competitor – Google", "Lost to Competitor - Google")]
    [InlineData("Customer.Account.Industry", "Software & Internet", "Software and Internet")]
    [InlineData("LifeCycle.Stage", "qualified", "Qualified")]
    public void A_variant_is_held_and_the_issue_prints_the_line(string path, string crmValue, string standard)
    {
        var source = new ObjectMapping("Opportunity", "Id__c", null, ShareMode.OnCommand, true, Owner.None, null, [], [], null, [FieldMapping.Copy(path, "F__c")]);
        var mapping = CompiledMapping.Compile(new MappingDocument(1, source, null), AceObject.Opportunity, new List<Issue>())!;
        var issues = new List<Issue>();
        var result = Out(mapping, Encoding.UTF8.GetBytes($"{{\"F__c\":{LawCase.Quote(crmValue)}}}"), "{}"u8.ToArray(), issues);
        Assert.Equal("{}"u8.ToArray(), result);
        var issue = Assert.Single(issues);
        Assert.Equal(IssueCodes.ValueVariant, issue.Code);
        Assert.Contains($"\"{standard}\": [\"{crmValue}\"]", issue.Fix, StringComparison.Ordinal);
    }

    static void First(LawCase drawn)
    {
        var crm = In(drawn.Mapping!, drawn.Document);
        var issues = new List<Issue>();
        Assert.Equal(Encoding.UTF8.GetString(drawn.Document), Encoding.UTF8.GetString(Out(drawn.Mapping!, crm, drawn.Document, issues)));
        Assert.DoesNotContain(issues, i => i.Severity == Severity.Error);
    }

    // Counts the CRM's values and those that an issue held.
    static (int Fields, int Held) Second(LawCase drawn, byte[] document)
    {
        var issues = new List<Issue>();
        var sent = Out(drawn.Mapping!, drawn.Crm, document, issues);
        Assert.Equal(Encoding.UTF8.GetString(CanonicalJson.ToArray(sent)), Encoding.UTF8.GetString(sent));
        var (crm, back) = (JsonNode.Parse(drawn.Crm)!.AsObject(), JsonNode.Parse(In(drawn.Mapping!, sent))!.AsObject());
        var (fields, held) = (0, 0);
        foreach (var line in drawn.Lines.Where(line => crm.ContainsKey(line.Crm)))
        {
            fields++;
            if (Text(crm[line.Crm]) == Text(back[line.Crm]))
                continue;
            held++;
            Assert.True(
                issues.Exists(i => i.Field == line.Crm || i.Field == line.Aws || i.Field == FieldCatalogue.Opportunity.ByPath(line.Aws)?.Path),
                $"{line.Aws} {line.Crm}: {Text(crm[line.Crm])} came back as {Text(back[line.Crm])} without an issue");
        }

        return (fields, held);
    }

    static string Text(JsonNode? node) => node is null || node.ToJsonString() == "\"\"" ? "null" : node.ToJsonString();

    static byte[] In(CompiledMapping mapping, byte[] document)
    {
        var buffer = new Utf8Buffer();
        mapping.MapInbound(document, buffer, new List<Issue>());
        return buffer.Written.ToArray();
    }

    static byte[] Out(CompiledMapping mapping, byte[] crm, byte[] document, List<Issue> issues)
    {
        var buffer = new Utf8Buffer();
        mapping.MapOutbound(crm, document, Today, buffer, issues);
        return buffer.Written.ToArray();
    }
}
