using System.Buffers;
using System.Text.Json;
using LambdaSync.Gates;
using LambdaSync.Sync.Invitations;

namespace LambdaSync.Commands;

/// <summary>Reads commands and checks them: every fault is an issue, not only the first.</summary>
public static class CommandReader
{
    const string Engagement = "eng-";

    static readonly SearchValues<char> OfId = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz");

    /// <summary>The command, or null when one of the issues is an error.</summary>
    /// <param name="json">UTF-8, as it came.</param>
    public static CommandDocument? Read(ReadOnlyMemory<byte> json, ICollection<Issue> issues)
    {
        if (json.Length > CommandLimits.MaxBytes)
        {
            issues.Add(CommandIssues.TooLarge());
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return Checked(document.RootElement, issues);
            issues.Add(CommandIssues.NotJson("another kind of value"));
        }
        catch (JsonException broken)
        {
            // The exception's text may quote the document.
            issues.Add(CommandIssues.NotJson($"line {broken.LineNumber + 1}"));
        }
        catch (InvalidOperationException)
        {
            issues.Add(CommandIssues.NotJson("text that is not Unicode"));
        }

        return null;
    }

    /// <summary>Checks a command that was not read from JSON.</summary>
    public static CommandDocument? Check(CommandDocument command, ICollection<Issue> issues) => Read(command.ToJson(), issues);

    /// <summary>The records that this and a list of others name: O-numbers in capitals, of an ARN its last part, blanks around removed.</summary>
    public static string Normal(string id)
    {
        var text = id.Trim();
        if (text.StartsWith("arn:", StringComparison.OrdinalIgnoreCase))
            text = text[(text.LastIndexOf('/') + 1)..];
        return IsOpportunity(text) ? text.ToUpperInvariant() : IsInvitation(text) || IsEngagement(text) ? text.ToLowerInvariant() : text;
    }

    /// <summary>O and digits, in any case.</summary>
    public static bool IsOpportunity(string id) => id.Length > 1 && id[0] is 'O' or 'o' && id.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary><c>engi-...</c>, in any case.</summary>
    public static bool IsInvitation(string id) => id.StartsWith("engi-", StringComparison.OrdinalIgnoreCase);

    /// <summary><c>eng-...</c>, in any case.</summary>
    public static bool IsEngagement(string id) => id.StartsWith(Engagement, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the id of an invitation or an engagement has the form that AWS gives it (API model, EngagementInvitationIdentifier and EngagementIdentifier).</summary>
    /// <param name="id">One that is such an id by its beginning, in small letters.</param>
    public static bool HasForm(string id) => IsInvitation(id) ? Is(id.AsSpan("engi-".Length), 13) : Is(id.AsSpan(Engagement.Length), 14);

    /// <summary>By its beginning it is an id of an invitation or an engagement, and AWS gives none of this form.</summary>
    public static bool IsMalformed(string id) => (IsInvitation(id) || IsEngagement(id)) && !HasForm(id.ToLowerInvariant());

    static bool Is(ReadOnlySpan<char> rest, int length) => rest.Length == length && rest.IndexOfAnyExcept(OfId) < 0;

    static CommandDocument? Checked(JsonElement root, ICollection<Issue> issues)
    {
        var found = new List<Issue>();
        string? verb = null, reason = null, by = null, id = null;
        var (ids, arguments) = (new List<string>(), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var member in root.EnumerateObject())
        {
            switch (member.Name)
            {
                case "verb": verb = Text(member, CommandLimits.MaxText, found); break;
                case "ids": Ids(member.Value, ids, found); break;
                case "arguments": Arguments(member.Value, arguments, found); break;
                case "reason": reason = Text(member, CommandLimits.MaxReason, found); break;
                case "by": by = Text(member, CommandLimits.MaxText, found); break;
                case "id": id = Text(member, CommandLimits.MaxText, found); break;
                default: found.Add(CommandIssues.UnknownMember(member.Name)); break;
            }
        }

        var command = new CommandDocument(verb ?? "", [.. ids.Distinct(StringComparer.Ordinal)], arguments) { Reason = reason, By = by, Id = id };
        Rules(command, found);
        foreach (var issue in found)
            issues.Add(issue);
        return found.Count == 0 ? command : null;
    }

    static void Rules(CommandDocument command, List<Issue> found)
    {
        if (command.Ids.Count == 0 && found.TrueForAll(i => i.Field != "ids"))
            found.Add(CommandIssues.NoIds());
        if (command.Ids.Count > CommandLimits.MaxIds)
            found.Add(CommandIssues.TooManyIds(command.Ids.Count));
        if (CommandVerbs.ArgumentsOf(command.Verb) is not { } known)
        {
            found.Add(CommandIssues.UnknownVerb(command.Verb.Length > 0 ? command.Verb : null));
            return;
        }

        found.AddRange(known.Where(a => a.IsRequired && !command.Arguments.ContainsKey(a.Name)).Select(a => CommandIssues.MissingArgument(command.Verb, a.Name)));
        found.AddRange(command.Arguments.Keys.Where(name => known.All(a => a.Name != name)).Select(name => CommandIssues.UnknownArgument(command.Verb, name)));
        if (command.Verb == CommandVerbs.LinkOffer && command.Arguments.TryGetValue(CommandVerbs.Offer, out var arn) && CommandVerbs.OfferTypeOf(arn) is null)
            found.Add(CommandIssues.NotAnOffer(arn));
        if (command.Verb == CommandVerbs.Associate && command.Arguments.TryGetValue(CommandVerbs.EntityType, out var type) && command.Arguments.TryGetValue(CommandVerbs.EntityIdentifier, out var entity)
            && RelatedEntities.Of(type) is { } related && !RelatedEntities.HasForm(type, entity))
            found.Add(CommandIssues.NotAnEntity(related, entity));
        if (command.Verb == CommandVerbs.Assign && command.Arguments.TryGetValue("email", out var email) && !IsEmail(email))
            found.Add(CommandIssues.NotAnEmail(email));
        if (command.Verb == CommandVerbs.Invite)
            OfInvitation(command, found);
        // What kind of invitation it is, is known when it is read; what AWS takes of none is refused here.
        if (command.Verb == CommandVerbs.Reject && command.Arguments.TryGetValue("reason", out var reason) && RejectionReason.Problem(reason, isLead: true) is { } problem)
            found.Add(problem with { Field = "reason" });
    }

    // AWS finds a person by it; whether it is somebody's, AWS says.
    static bool IsEmail(string text) => text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at == text.LastIndexOf('@') && at < text.Length - 1 && !text.Any(char.IsWhiteSpace);

    static void OfInvitation(CommandDocument command, List<Issue> found)
    {
        if (command.Arguments.TryGetValue(CommandVerbs.Account, out var account) && !AwsAccount.Is(account))
            found.Add(CommandIssues.NotAnAccount(account));
        if (command.Arguments.TryGetValue(CommandVerbs.Responsibility, out var responsibility) && !CommandVerbs.Responsibilities.Contains(responsibility, StringComparer.Ordinal))
            found.Add(CommandIssues.NoResponsibility(responsibility));
    }

    static void Ids(JsonElement value, List<string> ids, List<Issue> found)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            found.Add(CommandIssues.WrongType("ids", "an array of texts"));
            return;
        }

        foreach (var element in value.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.String)
                found.Add(CommandIssues.WrongType("ids", "an array of texts"));
            else if (Normal(element.GetString()!) is var id && IsText(id, CommandLimits.MaxText))
                ids.Add(id);
            else
                found.Add(CommandIssues.BadId(element.GetString()!));
        }
    }

    static void Arguments(JsonElement value, Dictionary<string, string> arguments, List<Issue> found)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            found.Add(CommandIssues.WrongType("arguments", "an object of texts"));
            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            // A document may have line breaks; its own reader says what is wrong with it.
            if (member is { Name: CommandVerbs.Document, Value.ValueKind: JsonValueKind.String } && member.Value.GetString() is { Length: > 0 and <= CommandLimits.MaxDocument } document)
                arguments[member.Name] = document;
            else if (Text(member, member.Name == CommandVerbs.Document ? CommandLimits.MaxDocument : CommandLimits.MaxText, found) is { } text)
                arguments[member.Name] = text;
        }
    }

    // Null stands for no value, as CRMs send it.
    static string? Text(JsonProperty member, int most, List<Issue> found)
    {
        if (member.Value.ValueKind == JsonValueKind.Null)
            return null;
        if (member.Value.ValueKind != JsonValueKind.String)
            found.Add(CommandIssues.WrongType(member.Name, "a text"));
        else if (member.Value.GetString()!.Trim() is var text && IsText(text, most))
            return text;
        else
            found.Add(CommandIssues.BadText(member.Name, most));
        return null;
    }

    static bool IsText(string text, int most) => text.Length > 0 && text.Length <= most && !text.Any(char.IsControl);
}
