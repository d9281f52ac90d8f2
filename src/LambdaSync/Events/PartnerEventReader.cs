using System.Text.Json;

namespace LambdaSync.Events;

/// <summary>Reads the events of Partner Central as EventBridge delivers them (docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html).</summary>
public static class PartnerEventReader
{
    const int MaxUnknownMembers = 20;

    static readonly string[] Catalogs = ["AWS", "Sandbox"];

    // replay-name is there when an archive is replayed.
    static readonly HashSet<string> EnvelopeMembers =
        new(["version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail", "replay-name"], StringComparer.OrdinalIgnoreCase);

    /// <summary>What a message is and what it wakes. Never throws for what the bytes are.</summary>
    /// <param name="json">One envelope, UTF-8.</param>
    /// <param name="catalog">The stack's own: AWS or Sandbox.</param>
    public static EventReading Read(ReadOnlySpan<byte> json, string catalog)
    {
        using var document = EventEnvelope.Parse(json, out var broken);
        return document is null ? new EventReading.Broken(null, [broken!]) : Read(document.RootElement, catalog);
    }

    static EventReading Read(JsonElement root, string catalog)
    {
        var issues = new List<Issue>();
        var envelope = new EventPart(root, "", issues);
        var id = EventEnvelope.Id(envelope, issues);
        if (envelope.Text("source") is { } source && source != PartnerEvent.Source)
            return new EventReading.Broken(id, Named([EventIssues.OtherSource(source)], id));
        var type = envelope.Text("detail-type");
        var subject = type is null ? null : EventSubject.Of(type);
        var detail = envelope.Object("detail");
        var read = new PartnerEvent(
            id ?? "", type ?? "", EventEnvelope.Time(envelope, issues), Catalog(detail, subject, issues), envelope.Text("account") ?? "", envelope.Texts("resources"));
        if (issues.Count > 0)
            return new EventReading.Broken(id, Named(issues, id));
        if (read.Catalog != catalog && Catalogs.Contains(read.Catalog))
            return new EventReading.OtherCatalog(read);
        return subject is null
            ? new EventReading.Unknown(read, Named([EventIssues.UnknownType(read.Type)], id))
            : Wakes(read, subject, envelope, detail!.Value, issues);
    }

    static EventReading Wakes(PartnerEvent read, EventSubject subject, EventPart envelope, EventPart detail, List<Issue> issues)
    {
        var wakes = EventWakes.Of(subject, detail, read.Resources, issues);
        read = EventWakes.Named(read, subject, detail);
        List<Issue> unknown = [.. Versions(envelope, detail), .. Members(envelope, detail, subject)];
        if (issues.All(i => i.Severity != Severity.Error))
            return new EventReading.Understood(read, wakes, Named([.. issues, .. unknown], read.Id));
        // A newer version may name things elsewhere: that makes it no broken event.
        return unknown.Exists(i => i.Code == IssueCodes.EventUnknownVersion)
            ? new EventReading.Unknown(read, Named([.. unknown, .. issues.Select(i => i with { Severity = Severity.Warning })], read.Id))
            : new EventReading.Broken(read.Id, Named(issues, read.Id));
    }

    // Types that come later may have no catalog.
    static string Catalog(EventPart? detail, EventSubject? subject, List<Issue> issues)
    {
        if (subject is null)
            return detail?.Optional("catalog") ?? "";
        var catalog = detail?.Text("catalog") ?? "";
        if (catalog.Length > 0 && !Catalogs.Contains(catalog))
            issues.Add(EventIssues.UnknownCatalog(catalog));
        return catalog;
    }

    static IEnumerable<Issue> Versions(EventPart envelope, EventPart detail)
    {
        if (envelope.Optional("version") is { } version && version is not ("0" or "1"))
            yield return EventIssues.UnknownVersion("version", version);
        if (detail.Optional("schemaVersion") is { } schema && schema != "1")
            yield return EventIssues.UnknownVersion("detail.schemaVersion", schema);
    }

    static IEnumerable<Issue> Members(EventPart envelope, EventPart detail, EventSubject subject) =>
        envelope.Paths(1).Where(path => !EnvelopeMembers.Contains(path))
            .Concat(detail.Paths(2).Where(path => !subject.Knows(path["detail.".Length..])))
            .Take(MaxUnknownMembers)
            .Select(EventIssues.UnknownMember);

    static IReadOnlyList<Issue> Named(IEnumerable<Issue> issues, string? id) => [.. issues.Select(i => i with { Event = id })];
}
