namespace LambdaSync.Events;

/// <summary>Which things an event of a known type wakes.</summary>
static class EventWakes
{
    /// <summary>Each thing once; an error among the issues says that the event does not name what it is about.</summary>
    public static IReadOnlyList<Wake> Of(EventSubject subject, EventPart detail, IReadOnlyList<string> resources, List<Issue> issues)
    {
        if (Identifier(subject, detail, resources, issues) is not { } id)
            return [];
        if (subject == EventSubject.Opportunity)
            return [new Wake.Opportunity(id)];
        if (subject == EventSubject.Invitation)
            return Invitation(id, detail, resources, issues);
        if (subject == EventSubject.Snapshot && SharedOpportunity(detail, issues) is { } opportunity)
            return [new Wake.Engagement(id), new Wake.Opportunity(opportunity)];
        return [new Wake.Engagement(id)];
    }

    /// <summary>The event with the identifier and the role that it names.</summary>
    public static PartnerEvent Named(PartnerEvent read, EventSubject subject, EventPart detail)
    {
        var role = subject == EventSubject.Invitation ? detail.OptionalObject(subject.Member)?.Optional("participantType")?.ToUpperInvariant() : null;
        return read with { Subject = Find(subject, detail, read.Resources) ?? "", Role = role switch { "SENDER" => "Sender", "RECEIVER" => "Receiver", _ => null } };
    }

    // Written Sender and Receiver in events, SENDER and RECEIVER in the API.
    static IReadOnlyList<Wake> Invitation(string id, EventPart detail, IReadOnlyList<string> resources, List<Issue> issues)
    {
        var participant = detail.Object(EventSubject.Invitation.Member)?.Text("participantType");
        switch (participant?.ToUpperInvariant())
        {
            case null:
                return [];
            case "RECEIVER":
                return [new Wake.Invitation(id)];
            case "SENDER" when Find(EventSubject.Opportunity, detail, resources) is { } opportunity:
                return [new Wake.Opportunity(opportunity)];
            case "SENDER":
                issues.Add(EventIssues.OwnInvitation(id));
                return [];
            default:
                issues.Add(EventIssues.UnknownParticipant(participant));
                return [];
        }
    }

    static string? SharedOpportunity(EventPart detail, List<Issue> issues)
    {
        if (detail.OptionalObject(EventSubject.Snapshot.Member) is not { } snapshot)
            return null;
        var resource = snapshot.Optional("resourceId");
        var found = IdForm.Opportunity.In(resource ?? "") ?? IdForm.Opportunity.In(snapshot.Optional("arn") ?? "");
        if (found is null && resource is not null && (snapshot.Optional("resourceType") ?? "Opportunity") == "Opportunity")
            issues.Add(EventIssues.ResourceNotRead(resource));
        return found;
    }

    static string? Identifier(EventSubject subject, EventPart detail, IReadOnlyList<string> resources, List<Issue> issues)
    {
        if (Find(subject, detail, resources) is { } id)
            return id;
        if (detail.Object(subject.Member) is not { } member)
            return null;
        foreach (var name in subject.Identifiers)
        {
            if (member.Optional(name) is not { } value)
                continue;
            issues.Add(EventIssues.Wrong(member.Path(name), value, subject.Form.Rule));
            return null;
        }

        issues.Add(EventIssues.Missing(member.Path(subject.Identifiers[0])));
        return null;
    }

    // The envelope's resources are ARNs of what the event is about.
    static string? Find(EventSubject subject, EventPart detail, IReadOnlyList<string> resources)
    {
        var named = detail.OptionalObject(subject.Member) is { } member ? subject.Identifiers.Select(member.Optional).OfType<string>() : [];
        return named.Concat(resources).Select(subject.Form.In).FirstOrDefault(id => id is not null);
    }
}
