using LambdaSync.Gates;
using LambdaSync.Sync.Work;

namespace LambdaSync.Commands;

/// <summary>What is said of commands and of the requests that carry them.</summary>
public static class CommandIssues
{
    const string Documented = "docs/operations.md describes commands";

    public static Issue NotJson(string error) =>
        Issue.Error(IssueCodes.CommandInvalid, null, null, $"the command is not a JSON object ({error})", $"send {{\"verb\":\"refresh\",\"ids\":[\"O1\"]}} and the like; {Documented}");

    public static Issue WrongType(string member, string wanted) =>
        Issue.Error(IssueCodes.CommandInvalid, member, null, $"{member} must be {wanted}", $"correct the command; {Documented}");

    public static Issue UnknownMember(string member) =>
        Issue.Error(IssueCodes.CommandInvalid, member, null, "a command has no such member", "leave it out; the members are verb, ids, arguments, reason, by and id");

    public static Issue UnknownVerb(string? verb) =>
        Issue.Error(IssueCodes.CommandInvalid, "verb", verb, "there is no such verb", $"use one of {string.Join(", ", CommandVerbs.All)}");

    public static Issue NoIds() => Issue.Error(IssueCodes.CommandInvalid, "ids", null, "the command names no record", "name at least one O-number or CRM record id");

    public static Issue TooManyIds(int count) =>
        Issue.Error(IssueCodes.CommandInvalid, "ids", null, $"the command names {count} records; the limit is {CommandLimits.MaxIds}", "send more than one command");

    public static Issue BadId(string id) =>
        Issue.Error(IssueCodes.CommandInvalid, "ids", id, $"an id has 1 to {CommandLimits.MaxText} characters and no control characters", "correct the id");

    public static Issue BadText(string field, int most) =>
        Issue.Error(IssueCodes.CommandInvalid, field, null, $"{field} has 1 to {most} characters and no control characters", "correct the value");

    public static Issue MissingArgument(string verb, string argument) =>
        Issue.Error(IssueCodes.CommandInvalid, argument, null, $"{verb} needs the argument {argument}", "add it to arguments");

    public static Issue UnknownArgument(string verb, string argument) => Issue.Error(
        IssueCodes.CommandInvalid, argument, null, $"{verb} has no argument {argument}",
        CommandVerbs.ArgumentsOf(verb) is { Count: > 0 } known ? $"its arguments are {string.Join(", ", known.Select(a => a.Name))}" : "leave it out");

    public static Issue NotAnOffer(string arn) => Issue.Error(
        IssueCodes.CommandInvalid, CommandVerbs.Offer, arn, "the value is not the ARN of an AWS Marketplace offer or offer set",
        "use the ARN as AWS Marketplace shows it: arn:aws:aws-marketplace:REGION:ACCOUNT:AWSMarketplace/Offer/ID, or .../OfferSet/ID");

    public static Issue NotAnAccount(string account) => Issue.Error(
        IssueCodes.CommandInvalid, CommandVerbs.Account, account, "an AWS account is identified by 12 digits", "use the id of the partner's AWS account that is linked to Partner Central");

    public static Issue NoResponsibility(string responsibility) => Issue.Error(
        IssueCodes.CommandInvalid, CommandVerbs.Responsibility, responsibility, "AWS does not know this responsibility", $"use one of {string.Join(", ", CommandVerbs.Responsibilities)}");

    public static Issue TooLarge() => Issue.Error(
        IssueCodes.CommandTooLarge, null, null, $"the body has more than {CommandLimits.MaxBytes} bytes", "send fewer records in one command");

    public static Issue NoSuchPath() => Issue.Error(IssueCodes.CommandInvalid, null, null, "there is nothing at this path", "send commands to / or /commands");

    public static Issue OnlyPost(string method) =>
        Issue.Error(IssueCodes.CommandInvalid, null, null, $"commands are sent with POST, not {Printable(method)}", "use POST");

    public static Issue NotSigned(string header) =>
        Issue.Error(IssueCodes.CommandUnauthenticated, header, null, $"the header {header} is missing or malformed", "sign the request; docs/security.md describes the headers");

    public static Issue WrongSignature() => Issue.Error(
        IssueCodes.CommandUnauthenticated, RequestSignature.SignatureHeader, null, "the key is not known or the signature does not fit the body",
        "check the key id and the secret, and sign the bytes of the body as they are sent");

    public static Issue OutsideWindow() => Issue.Error(
        IssueCodes.CommandUnauthenticated, RequestSignature.TimestampHeader, null,
        $"the timestamp is more than {RequestSignature.Window.TotalMinutes:0} minutes away from the time of receipt", "correct the clock of the sender, and sign a request when it is sent");

    public static Issue NotAllowed(string verb, string role) => Issue.Error(
        IssueCodes.CommandNotAllowed, "verb", verb, $"the role {role} of this key may not use the verb", "use a key whose role may, or have the role changed");

    public static Issue NotFromCrm(string verb, string role) => Issue.Error(
        IssueCodes.CommandNotAllowed, "verb", verb, $"the event that carried the command is for the role {role}, which may not use the verb {verb}", "use an action of the CRM whose event is for a role that may, or send the command with the tool");

    public static Issue OtherCommand(string job) => Issue.Error(
        IssueCodes.CommandRepeated, "id", null, $"another command with the same id or nonce is job {job}", "give each command an id or nonce of its own");

    internal static Issue NotAnEntity(RelatedEntity entity, string id) => Issue.Error(
        IssueCodes.CommandInvalid, CommandVerbs.EntityIdentifier, id, $"the value is no {entity.Word}: of {entity.Type} AWS takes {entity.Form}", $"name {entity.Form}");

    public static Issue NotAnEmail(string email) => Issue.Error(
        IssueCodes.CommandInvalid, "email", email, "the value is not an e-mail address", "use the person's address in Partner Central, such as anna@example.com");

    public static Issue AlreadyRequested(string job) => Issue.Note(
        IssueCodes.CommandRepeated, null, null, $"the same request of job {job} is still to be carried out; nothing was added", $"'lambdasync log show {job}' shows it");

    public static Issue AnsweredBefore(RecordRequest answer) => Issue.Error(
        IssueCodes.CommandInvalid, "ids", null, $"{answer.Words} was requested before and is still to be carried out; AWS takes one answer",
        $"wait until it is carried out{(answer.Job is { } job ? $"; 'lambdasync log show {job}' shows it" : "")}");

    public static Issue AlreadyDue() => Issue.Note(
        IssueCodes.CommandRepeated, null, null, "the record waits to be reconciled already; nothing was added", "wait until it is done");

    public static Issue NoInvitation(string verb) => Issue.Error(
        IssueCodes.CommandInvalid, "ids", null, $"{verb} answers an invitation, and this record is none that waits for an answer", "'lambdasync invitation list' shows the invitations");

    public static Issue IsInvitation(string verb) => Issue.Error(
        IssueCodes.CommandInvalid, "ids", null, $"the record is an invitation, which has no opportunity yet, so {verb} is not possible", "accept the invitation first");

    /// <param name="id">Begins like an invitation's or an engagement's.</param>
    public static Issue BadForm(string id) => CommandReader.IsInvitation(id)
        ? Issue.Error(IssueCodes.CommandInvalid, "ids", id, "an invitation's id is engi- and 13 letters or digits", "copy the id from 'lambdasync invitation list'")
        : Issue.Error(IssueCodes.CommandInvalid, "ids", id, "an engagement's id is eng- and 14 letters or digits", "copy the id from 'lambdasync lead list', or from the notification of the engagement");

    public static Issue UnknownInvitation(string id) => Issue.Error(
        IssueCodes.CommandInvalid, "ids", id, "no invitation of this id is known", $"check it with 'lambdasync invitation list'; if AWS has just sent it, run 'lambdasync record refresh {id}' first");

    public static Issue UnknownLead(string id) => Issue.Error(
        IssueCodes.CommandInvalid, "ids", id, "no lead of this id is known", $"check it with 'lambdasync lead list'; if AWS has just sent it, run 'lambdasync record refresh {id}' first");

    public static Issue NoLead(string verb) => Issue.Error(
        IssueCodes.CommandInvalid, "ids", null, $"{verb} is for leads, and this record is none", "'lambdasync lead list' shows the leads");

    public static Issue IsLead(string verb) => Issue.Error(
        IssueCodes.CommandInvalid, "ids", null, $"the record is a lead, so {verb} is not possible", "name its opportunity; 'lambdasync lead convert ID' makes one of a lead");

    public static Issue LeadsNotMapped() => Issue.Error(
        IssueCodes.CommandInvalid, "verb", null, "the mapping has no section for leads, so they are not synchronized", "add the section 'lead' to the mapping; docs/mapping.md describes it");

    public static Issue InFiles(string verb) => Issue.Error(
        IssueCodes.CommandInvalid, "verb", verb, $"{verb} is carried out through the API, and this record travels to AWS in files", "change the record's fields in the CRM: its next file carries them, an answer to a referral too");

    public static Issue AnswerInFiles(string verb) => Issue.Error(
        IssueCodes.CommandInvalid, "verb", verb, $"{verb} is carried out through the API, and what the invitation offers travels in files", "answer the record that AWS's file brings in the CRM: its next file carries the answer");

    public static Issue UnknownSchedule(string name) =>
        Issue.Error(IssueCodes.CommandInvalid, "ids", name, "there is no schedule of this name", "'lambdasync schedule list' shows the names");

    public static Issue OffSchedule(string name) =>
        Issue.Error(IssueCodes.CommandInvalid, "ids", name, "the schedule is off", $"'lambdasync schedule set {name}' turns it on");

    static string Printable(string text) => text.Length <= 20 && text.All(char.IsAsciiLetterOrDigit) ? text : "this method";

    public static Issue OfMarketplace(string verb) => Issue.Error(
        IssueCodes.CommandInvalid, "ids", null, $"the record is one of AWS Marketplace, so {verb} is not possible", "use the verbs of offers and resale authorizations, or name an opportunity");

    public static Issue UnknownChangeSet(string id) => Issue.Error(
        IssueCodes.CommandInvalid, "ids", id, "LambdaSync has no change set of this request", "'lambdasync change-set list' shows the requests; cancel another program's change set in the AWS Marketplace Management Portal");

    public static Issue LeadThere(string engagement) => Issue.Note(
        IssueCodes.LeadThere, "ids", engagement, $"AWS has this lead already: {engagement}", "nothing to do: no second lead was created");

    public static Issue NoEngagement() => Issue.Error(
        IssueCodes.CommandInvalid, "ids", null, "AWS does not have this lead, so it can't be enriched", "create it at AWS first: 'lambdasync lead create ID'");
}
