using System.CommandLine;
using LambdaSync.Commands;
using LambdaSync.Sync.Invitations;

namespace LambdaSync.Cli.Commands;

/// <summary><c>opportunity submit|associate|disassociate|assign|link-offer</c>, <c>lead qualify|convert|create|import|enrich</c>, <c>engagement invite</c>, <c>invitation accept|reject</c>: requests something of records, one or many (row E2).</summary>
static class RequestCommand
{
    public static Command Submit(Terminal terminal) => Create(
        terminal, CommandVerbs.Submit, "Requests that AWS reviews the opportunities (StartEngagementFromOpportunityTask). A CRM record that AWS does not have yet is created there first.",
        new RequestOption("--involvement-type", "involvementType", "Co-Sell or 'For Visibility Only'. Default: the mapping's.") { Published = ["Co-Sell", "For Visibility Only"] },
        new RequestOption("--visibility", "visibility", "Full or Limited. Default: the mapping's.") { Published = ["Full", "Limited"] });

    public static Command Associate(Terminal terminal) => Create(terminal, CommandVerbs.Associate, "Requests that a solution, an AWS product or a Marketplace entity is associated with each opportunity.", EntityType(), Entity());

    public static Command Disassociate(Terminal terminal) => Create(terminal, CommandVerbs.Disassociate, "Requests that an association of each opportunity is removed.", EntityType(), Entity());

    public static Command Assign(Terminal terminal) => Create(
        terminal, CommandVerbs.Assign, "Requests that the opportunities are assigned to a person of the partner's.",
        new RequestOption("--email", "email", "The person's e-mail address in Partner Central.", IsRequired: true),
        new RequestOption("--first-name", "firstName", "The person's first name.", IsRequired: true), new RequestOption("--last-name", "lastName", "The person's last name.", IsRequired: true),
        new RequestOption("--business-title", "businessTitle", $"Default: {CommandVerbs.OwnerTitle}, which changes the owner."));

    public static Command LinkOffer(Terminal terminal) => Create(
        terminal, CommandVerbs.LinkOffer, "Requests that an AWS Marketplace offer or offer set is associated with each opportunity.",
        new RequestOption("--offer", CommandVerbs.Offer, "The ARN of the offer or offer set.", IsRequired: true));

    public static Command Invite(Terminal terminal) => Create(
        terminal, CommandVerbs.Invite, "Requests that another partner is invited to the engagement of the opportunities (CreateEngagementInvitation). The partner has to be connected with yours in Partner Central, and sees customer, project and owner.",
        new RequestOption("--account", CommandVerbs.Account, "The partner's AWS account, 12 digits.", IsRequired: true),
        new RequestOption("--responsibility", CommandVerbs.Responsibility, $"{string.Join(", ", CommandVerbs.Responsibilities)}.", IsRequired: true),
        new RequestOption("--message", "message", "The words of the invitation, at most 255 characters.", IsRequired: true),
        new RequestOption("--alias", "alias", "A name for the partner, which only you see."));

    public static Command Qualify(Terminal terminal) => Create(
        terminal, CommandVerbs.Qualify, "Requests that the leads get a qualification status at AWS; it is free text.",
        new RequestOption("--status", "qualificationStatus", "The status, 1 to 255 characters: Qualified, Disqualified, or words of your own.", IsRequired: true));

    public static Command Convert(Terminal terminal) => Create(
        terminal, CommandVerbs.Convert, "Requests that AWS makes an opportunity of each lead (StartOpportunityFromEngagementTask). It is a draft, and the CRM gets it once.");

    public static Command CreateLead(Terminal terminal) => Create(
        terminal, "create", CommandVerbs.CreateLead, "Requests that leads of the CRM are created at AWS. AWS requires the company's name and the contact's first and last name, e-mail address and business title.", MaxImport, null);

    public static Command Import(Terminal terminal) => Create(
        terminal, "import", CommandVerbs.CreateLead,
        $"Requests that many leads of the CRM are created at AWS, at most {MaxImport} at once. With --file, new leads: the built-in CRM gets them first. A lead that AWS or the CRM has already is reported and not created again.",
        MaxImport, new Option<string?>("--file")
        {
            Description = "A file of new leads, - for standard input: CSV whose first line names AWS's or the CRM's fields (company, firstName, lastName, email, title, ...), or one JSON object a line. All are checked before any is stored.",
        });

    public static Command Enrich(Terminal terminal) => Create(
        terminal, CommandVerbs.Enrich, "Requests that AWS adds its insights to leads (StartProspectingFromEngagementTask), in tasks of at most 100. Nothing waits for it.");

    // What AWS's own import takes at once.
    const int MaxImport = 100;

    public static Command Accept(Terminal terminal) => Create(
        terminal, CommandVerbs.Accept, "Accepts invitations: to an opportunity with StartEngagementByAcceptingInvitationTask, to a lead with AcceptEngagementInvitation.");

    public static Command Reject(Terminal terminal) => Create(
        terminal, CommandVerbs.Reject, "Rejects invitations (RejectEngagementInvitation).");

    // AWS gets this one, and the sync log shows it.
    static readonly string RejectionReasons = $"Why, for AWS: 1 to 80 characters. Of an opportunity one of: {string.Join(", ", RejectionReason.OfOpportunity)}; of a lead your own words.";

    static RequestOption EntityType() =>
        new("--type", CommandVerbs.EntityType, $"{string.Join(", ", CommandVerbs.EntityTypes.SkipLast(1))} or {CommandVerbs.EntityTypes[^1]}.", IsRequired: true) { Published = [.. CommandVerbs.EntityTypes] };

    static RequestOption Entity() => new("--entity", CommandVerbs.EntityIdentifier, "The entity's identifier: S-1234567, an AWS product's name, an ARN.", IsRequired: true);

    static Command Create(Terminal terminal, string verb, string description, params RequestOption[] options) => Create(terminal, verb, verb, description, null, null, options);

    /// <param name="max">The records that one request may be for, or null: as many as there are.</param>
    /// <param name="file">Names a file of new leads in place of records, or null.</param>
    static Command Create(Terminal terminal, string name, string verb, string description, int? max, Option<string?>? file, params RequestOption[] options)
    {
        var (source, catalog, output) = (new DataSource.Options(), PartnerCentralLink.Catalog(), Options.Output("text", "json"));
        var query = CommandVerbs.IsAnswer(verb) ? SelectionQuery.None : CommandVerbs.IsOfLeads(verb) ? SelectionQuery.Leads : SelectionQuery.Opportunities;
        var (selection, confirmation) = (new RecordSelection(query, file), new Confirmation(terminal, verb == CommandVerbs.Reject ? RejectionReasons : null));
        var command = new Command(name, description + " Prints the job of the request; 'lambdasync log show ID' shows what becomes of it. Exit 1 if nothing was requested, 3 if some ids are not known.");
        selection.AddTo(command);
        if (file is not null)
            command.Add(file);
        var arguments = options.Select(o => (o.Argument, Option: new Option<string?>(o.Name) { Description = o.Description, Required = o.IsRequired })).ToList();
        foreach (var (_, option) in arguments)
            command.Add(option);
        confirmation.AddTo(command);
        command.Add(catalog);
        command.Add(output);
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data?.CatalogOf(parsed, catalog, terminal) is not { } of)
                return Exit.Failed;
            var format = Options.Format(parsed, output, terminal, "text", "text");
            if (file is not null && parsed.GetValue(file) is { } leads)
                return await new NewLeads(data, of, format, terminal).Import(leads, max!.Value, (what, ct) => confirmation.Ask(parsed, what, ct), cancellation);
            if (await selection.Read(parsed, data, of, terminal, cancellation) is not var (ids, from))
                return Exit.Failed;
            if (ids.Count > max)
            {
                await terminal.Error.WriteLineAsync($"error: {ids.Count} leads are named, and AWS takes at most {max} at once. Fix: name fewer at a time.");
                return Exit.Failed;
            }

            foreach (var (option, value) in options.Zip(arguments, (option, argument) => (option, parsed.GetValue(argument.Option))))
            {
                if (Unpublished(option, value) is { } unpublished)
                    terminal.Tell(unpublished, format);
            }

            var given = arguments.Where(a => parsed.GetValue(a.Option) is { Length: > 0 }).ToDictionary(a => a.Argument, a => parsed.GetValue(a.Option)!, StringComparer.Ordinal);
            if (verb == CommandVerbs.Reject && confirmation.Reason(parsed) is { Length: > 0 } reason)
                given["reason"] = reason;
            using var bulk = new BulkRequest(data, of, format, terminal);
            return await bulk.Run(new CommandDocument(verb, ids, given), from, (what, ct) => confirmation.Ask(parsed, what, ct), confirmation.Reason(parsed), cancellation);
        });
        return command;
    }

    // AWS adds values to its lists, so one that is not known here is sent; a warning names a mistyped one before AWS refuses it.
    static Issue? Unpublished(RequestOption option, string? value) => value is { Length: > 0 } && option.Published is { Length: > 0 } known && !known.Contains(value, StringComparer.Ordinal)
        ? Issue.Warning(IssueCodes.NotAStandardValue, option.Name, value, $"AWS publishes {string.Join(", ", known)}; the request has another value, which AWS may refuse", "if it is mistyped, request it again with one of these")
        : null;

    sealed record RequestOption(string Name, string Argument, string Description, bool IsRequired = false)
    {
        /// <summary>The values that AWS publishes; empty: any.</summary>
        public string[] Published { get; init; } = [];
    }
}
