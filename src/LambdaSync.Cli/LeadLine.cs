using System.Text.Json;
using LambdaSync.Gates;
using LambdaSync.Mapping;
using LambdaSync.Sync.Outbound;

namespace LambdaSync.Cli;

/// <summary>One lead as a list shows it.</summary>
sealed record LeadLine(string AwsId, string CrmId, string Company, string Status, string Opportunity, string Situation, string Cause)
{
    public static LeadLine Of(RecordFacts record, CompiledMapping mapping, DateTimeOffset now) => new(
        record.AwsId ?? "", record.CrmId ?? "", LeadBody.CompanyName(record.AtAws.Span) ?? Field(record, mapping, "lead:Customer.CompanyName"),
        LeadBody.QualificationStatus(record.AtAws.Span) ?? Field(record, mapping, "lead:QualificationStatus"), record.State?.Submission?.OpportunityId ?? "",
        Explanation.Of(record, mapping, now).Situation.ToString(), record.Work?.Cause ?? "");

    public static void WriteJson(LineWriter lines, Utf8JsonWriter json, LeadLine line)
    {
        json.WriteString("awsId", line.AwsId);
        json.WriteString("crmId", line.CrmId);
        json.WriteString("company", line.Company);
        json.WriteString("qualificationStatus", line.Status);
        json.WriteString("opportunity", line.Opportunity);
        json.WriteString("situation", line.Situation);
        json.WriteString("cause", line.Cause);
    }

    // What the CRM holds of a lead that AWS does not have.
    static string Field(RecordFacts record, CompiledMapping mapping, string path) =>
        mapping.Source.Fields.Where(line => line.Aws == path).Select(line => record.Crm?[line.Crm]).FirstOrDefault(value => value is not (null or "null")) is { } held ? Scalars.TextOf(held) ?? held : "";
}
