namespace LambdaSync.Commands;

/// <summary>Decides about requests: who is it, may they, and what do they want. Whoever is not known learns nothing else.</summary>
public static class CommandDoor
{
    public static DoorAnswer Check(DoorRequest request, CommandKeys keys, DateTimeOffset now)
    {
        // Before the signature: hashing what is too large costs the most.
        if (request.Body.Length > CommandLimits.MaxBytes)
            return Refuse(413, CommandIssues.TooLarge());
        var signature = RequestSignature.Verify(request.Headers, request.Body.Span, keys, now);
        if (signature is SignatureCheck.Refused unknown)
            return Refuse(401, unknown.Issue) with { MayHaveNewKey = unknown.MayHaveNewKey };
        var valid = (SignatureCheck.Valid)signature;
        if (request.Path.TrimEnd('/') is not ("" or "/commands"))
            return Refuse(404, CommandIssues.NoSuchPath());
        if (request.Method != "POST")
            return Refuse(405, CommandIssues.OnlyPost(request.Method));
        var issues = new List<Issue>();
        if (CommandReader.Read(request.Body, issues) is not { } command)
            return new DoorAnswer.Refused(400, issues);
        return CommandRole.May(valid.Key.Role, command.Verb)
            ? new DoorAnswer.Accepted(command, CommandCaller.OfKey(valid.Key, valid.Nonce))
            : Refuse(403, CommandIssues.NotAllowed(command.Verb, valid.Key.Role));
    }

    static DoorAnswer.Refused Refuse(int status, Issue issue) => new(status, [issue]);
}
