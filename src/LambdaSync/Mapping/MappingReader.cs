namespace LambdaSync.Mapping;

/// <summary>Reads a mapping document strictly: an unknown member is an error, because ignoring it would hide a mistake.</summary>
public static class MappingReader
{
    public const int Version = 1;

    /// <summary>Lines of one object, more than AWS and a CRM together have fields, and values of one line.</summary>
    public const int MaxLines = 2_000, MaxValues = 10_000;

    /// <summary>Issues of one severity that a mapping's reader and check list; the others are counted.</summary>
    public const int MaxIssues = 500;

    /// <summary>
    /// The document, or null when anything is wrong with its form; every mistake is an issue whose field is its place in the JSON
    /// (<c>opportunity.fields[3].values</c>). Whether its fields exist is the check's matter.
    /// </summary>
    public static MappingDocument? Read(ReadOnlySpan<byte> json, ICollection<Issue> issues)
    {
        var found = new IssueList(MaxIssues);
        var mapping = WrittenJson.Read(json, "mapping document", IssueCodes.MappingNotJson, IssueCodes.MappingInvalid, found, Top);
        foreach (var issue in found.ToList())
            issues.Add(issue);
        return found.Total == 0 ? mapping : null;
    }

    static MappingDocument? Top(Place place)
    {
        if (place.Object("$schema", "version", "opportunity", "lead", "marketplace") is not { } members)
            return null;
        members.Text("$schema");
        members.Required("version")?.Whole(Version, Version);
        if (!members.Has("opportunity") && !members.Has("lead"))
            place.Fail("Neither 'opportunity' nor 'lead' is mapped.", "Add one of them.");
        return new MappingDocument(Version, Object(members.Find("opportunity")), Object(members.Find("lead"))) { Marketplace = MarketplaceSections.Read(members.Find("marketplace")) };
    }

    static ObjectMapping? Object(Place? place)
    {
        var members = place?.Object(
            "crmObject", "awsId", "syncFlag", "share", "inboundUpdates", "owner", "submit", "convert", "when", "template", "status", "invitation", "fields");
        if (members is null)
            return null;
        var when = members.Find("when")?.Object("inbound", "outbound");
        return new ObjectMapping(
            members.Required("crmObject")?.Text() ?? "",
            members.Required("awsId")?.Text() ?? "",
            members.Text("syncFlag"),
            (ShareMode)(members.Find("share")?.OneOf("on-command", "on-create", "on-update") ?? 0),
            members.Flag("inboundUpdates", true),
            members.Owner("owner"),
            Submit(members.Find("submit")),
            ConditionReader.All(when?.Find("inbound")),
            ConditionReader.All(when?.Find("outbound")),
            Template(members.Find("template")),
            [.. members.Required("fields")?.Items(atLeastOne: false, MaxLines).Select(FieldReader.Read).OfType<FieldMapping>() ?? []])
        { Status = StatusReader.Read(members.Find("status")), Convert = Convert(members.Find("convert")), Invitation = InvitationReader.Read(members.Find("invitation")) };
    }

    static ConvertMapping? Convert(Place? place)
    {
        if (place?.Object("flag", "when", "to") is not { } members)
            return null;
        if (!members.Has("flag") && !members.Has("when") && !members.Has("to"))
            place?.Fail("Nothing says what converts a lead.", "Add 'flag', 'when' or 'to'.");
        return new ConvertMapping(members.Text("flag"), ConditionReader.All(members.Find("when")), members.Text("to"));
    }

    static readonly string[] Involvements = ["Co-Sell", "For Visibility Only"];

    static readonly string[] Visibilities = ["Full", "Limited"];

    static SubmitMapping? Submit(Place? place) =>
        place?.Object("involvement", "visibility", "trigger", "flag") is not { } members ? null : new SubmitMapping(
            Involvements[members.Required("involvement")?.OneOf(Involvements) ?? 0],
            Visibilities[members.Required("visibility")?.OneOf(Visibilities) ?? 0],
            (SubmitTrigger)(members.Find("trigger")?.OneOf("ready", "on-command") ?? 0),
            members.Text("flag"));

    static TemplateMapping? Template(Place? place) =>
        place?.Object("record", "account", "createAccount", "accountField", "matchAccount", "renameSharedAccount", "contact") is not { } members ? null : new TemplateMapping(
            members.Text("record"), members.Text("account"), members.Flag("createAccount", false),
            members.Text("accountField") ?? TemplateMapping.DefaultAccountField)
        {
            MatchAccount = members.Find("matchAccount")?.Texts() ?? TemplateMapping.DefaultMatch,
            RenameSharedAccount = members.Flag("renameSharedAccount", false),
            Contact = Contact(members.Find("contact")),
        };

    static ContactTemplate? Contact(Place? place) =>
        place?.Object("field", "matchBy", "create") is not { } members ? null : new ContactTemplate(
            members.Required("field")?.Text() ?? "", members.Find("matchBy")?.Texts() ?? ContactTemplate.DefaultMatch, members.Flag("create", false));
}
