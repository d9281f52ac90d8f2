using System.Globalization;
using System.Text;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;

namespace LambdaSync.Functions.Tests.Engine;

/// <summary>A stored intent as text, a line a member. The golden tests name no type of the intent but here.</summary>
static class StoredIntentText
{
    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static byte[] ReadAndWrite(byte[] json) => StoredIntent.Read(json)!.ToJson();

    public static string Of(byte[] json)
    {
        var intent = StoredIntent.Read(json)!;
        IEnumerable<string> lines = [.. intent.Crm is null ? [] : Write(intent.Crm), .. intent.Aws is null ? [] : Call(intent.Aws)];
        return string.Join('\n', lines);
    }

    static IEnumerable<string> Write(PendingWrite write) =>
    [
        "intent: CRM write",
        $"log: {write.JobId} {write.Index} {write.Outcome}",
        $"row: {write.CrmObject} {write.Row.Id ?? "(new)"}",
        $"external id: {write.Row.ExternalIdField} = {write.Row.ExternalId ?? "(none)"}",
        $"fields: {Utf8.GetString(write.Row.Fields)}",
        $"copy from: {write.Row.CopyFrom ?? "(none)"}",
        .. (write.Row.Links ?? []).Select(l => $"link: {l.Field} = {l.Id ?? "(none)"}, {(l.Create ? "new record" : "same record")}, match by {string.Join(", ", l.MatchBy ?? ["(none)"])}, {(l.WritesShared ? "writes shared" : "keeps shared")}"),
        $"if version: {write.Row.IfVersion ?? "(none)"}{(write.Row.UpdateOnly ? ", update only" : "")}",
        $"read back: {string.Join(", ", write.Row.ReadBack)}",
        .. write.KeepBaseline.OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => $"keep baseline: {k.Key} = {k.Value ?? "(null)"}"),
        $"payload: {Utf8.GetString(write.Payload)}",
        .. write.Issues.Select(Line),
        .. State("next", write.Next),
        .. write.Job is null ? ["job: (none)"] : Line(write.Job),
    ];

    static IEnumerable<string> Call(PendingCall call) =>
    [
        $"intent: {call.Operation}",
        $"body: {Utf8.GetString(call.Body)}",
        $"at: {Time(call.At)}",
        .. call.Issues.Select(Line),
        .. State("next", call.Next),
        .. call.Before is null ? ["before: (none)"] : State("before", call.Before),
    ];

    static IEnumerable<string> State(string name, RecordState state) =>
    [
        $"{name} key: {state.Key.Catalog} {state.Key.Kind} '{state.Key.Id}'",
        $"{name} link: {state.CrmObject} '{state.CrmId}'",
        $"{name} AWS baseline: {Utf8.GetString(state.AwsBaseline)}",
        $"{name} CRM baseline: {Utf8.GetString(state.CrmBaseline)}",
        $"{name} modified: {Time(state.AwsModified)}, own write: {Time(state.OwnWrite)}",
        $"{name} payload version: {state.PayloadVersion}, {(state.Closed ? "closed" : "open")}, version: {state.Version}",
    ];

    static IEnumerable<string> Line(Job job) =>
    [
        $"job: {job.Id}, {job.Kind}, {job.Direction}, {job.Source}",
        $"job from {Time(job.Started)} to {Time(job.Ended)}: {job.Status}, {job.Records} {job.Succeeded} {job.Failed}",
        .. job.Issues.Select(Line),
    ];

    static string Line(Issue issue) => string.Create(
        CultureInfo.InvariantCulture,
        $"issue: {issue.Severity} {issue.Code} | {issue.Field} | {issue.Value} | {issue.Rule} | {issue.Fix} | {issue.File} {issue.Record} {issue.Event}").TrimEnd();

    static string Time(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture) ?? "(none)";
}
