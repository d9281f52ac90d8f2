using LambdaSync.Fields;

namespace LambdaSync.Mapping;

/// <summary>Which side's value stays when both sides changed a field.</summary>
public enum Owner
{
    /// <summary>No owner: a clash is listed and neither value is written.</summary>
    None,
    Aws,
    Crm,

    /// <summary>The side that was modified last.</summary>
    Latest,
}

/// <summary>When a record is shared with AWS (row A19).</summary>
public enum ShareMode
{
    OnCommand,
    OnCreate,
    OnUpdate,
}

/// <summary>A mapping document as written, checked against its schema; <c>mapping.schema.json</c> describes the JSON.</summary>
public sealed record MappingDocument(int Version, ObjectMapping? Opportunity, ObjectMapping? Lead)
{
    /// <summary>What AWS Marketplace has and the CRM is to show, by <see cref="MarketplaceSections.Names"/>: inbound only.</summary>
    public IReadOnlyDictionary<string, ObjectMapping> Marketplace { get; init; } = MarketplaceSections.None;

    public ObjectMapping? Of(AceObject aceObject) => aceObject == AceObject.Lead ? Lead : Opportunity;
}

/// <summary>The mapping of one ACE object to one CRM object.</summary>
/// <param name="CrmObject">The CRM's object: <c>Opportunity</c>.</param>
/// <param name="AwsId">The CRM field (an external id) that holds AWS's identifier.</param>
/// <param name="SyncFlag">The CRM's boolean that lets a record, and the edits of a linked one, go to AWS, or null.</param>
/// <param name="InboundUpdates">Whether AWS's changes reach records that exist already (row C4).</param>
/// <param name="Owner">The owner of fields that name none.</param>
/// <param name="Submit">How a shared opportunity is submitted, or null to leave it a draft.</param>
public sealed record ObjectMapping(
    string CrmObject, string AwsId, string? SyncFlag, ShareMode Share, bool InboundUpdates, Owner Owner, SubmitMapping? Submit,
    IReadOnlyList<Condition> WhenInbound, IReadOnlyList<Condition> WhenOutbound, TemplateMapping? Template, IReadOnlyList<FieldMapping> Fields)
{
    /// <summary>Where CRM records show how they stand with AWS, or null when they do not.</summary>
    public StatusMapping? Status { get; init; }

    /// <summary>What makes a lead an opportunity at AWS; null: a command.</summary>
    public ConvertMapping? Convert { get; init; }

    /// <summary>How invitations are shown and answered, or null: only commands answer them, and those to leads are not shown.</summary>
    public InvitationMapping? Invitation { get; init; }
}

/// <summary>What makes a draft a submission, once AWS would take it.</summary>
public enum SubmitTrigger
{
    /// <summary>Nothing more: the opportunity is submitted as soon as it is complete.</summary>
    Ready,

    /// <summary>A command.</summary>
    OnCommand,
}

/// <summary>How a shared opportunity is submitted to AWS.</summary>
/// <param name="Involvement">"Co-Sell" or "For Visibility Only".</param>
/// <param name="Visibility">"Full" or "Limited".</param>
/// <param name="Flag">The CRM's boolean that a person sets to have the opportunity submitted, or null: none is needed.</param>
public sealed record SubmitMapping(string Involvement, string Visibility, SubmitTrigger Trigger = SubmitTrigger.Ready, string? Flag = null);

/// <summary>What makes a lead an opportunity at AWS, beside a command.</summary>
/// <param name="Flag">The CRM's boolean that a person sets, or null.</param>
/// <param name="When">Conditions that all hold for a lead to be converted; empty: none converts it.</param>
/// <param name="To">The CRM field in which the CRM's own conversion names the opportunity's CRM record, or null.</param>
public sealed record ConvertMapping(string? Flag, IReadOnlyList<Condition> When, string? To);

/// <summary>What a new CRM record starts from (row C8).</summary>
/// <param name="AccountField">The CRM field that links the account; an existing link is never overwritten.</param>
public sealed record TemplateMapping(string? Record, string? Account, bool CreateAccount, string AccountField)
{
    public const string DefaultAccountField = "AccountId";

    public static IReadOnlyList<string> DefaultMatch { get; } = ["Website", "Name"];

    /// <summary>The account's fields by which one that exists is found before one is created (row C15); empty: by none.</summary>
    public IReadOnlyList<string> MatchAccount { get; init; } = DefaultMatch;

    /// <summary>AWS's values are also written to an account that other records share.</summary>
    public bool RenameSharedAccount { get; init; }

    /// <summary>How the contact of a record is found or created, or null: contacts are linked by people only.</summary>
    public ContactTemplate? Contact { get; init; }
}

/// <summary>How the contact of a record is found or created.</summary>
/// <param name="Field">The CRM field that links it.</param>
/// <param name="MatchBy">The contact's fields by which one that exists is found.</param>
/// <param name="Create">One is created where none matches.</param>
public sealed record ContactTemplate(string Field, IReadOnlyList<string> MatchBy, bool Create)
{
    public static IReadOnlyList<string> DefaultMatch { get; } = ["Email"];
}

/// <summary>The comparisons of a <c>when</c> condition.</summary>
public enum Comparison
{
    Equal,
    NotEqual,
    GreaterOrEqual,
    LessOrEqual,
    Greater,
    Less,
    In,

    /// <summary>The value is there and not empty (<c>"exists": true</c>) or is not (<c>false</c>).</summary>
    Exists,
}

/// <summary>One condition; all of a list must hold. A field is an AWS path / file name, or a CRM field.</summary>
/// <param name="Aws">Set if the condition is about an AWS field; otherwise <paramref name="Crm"/> is set.</param>
/// <param name="Operands">JSON scalars as canonical text (<c>"Prospect"</c> with quotes, <c>1000</c>, <c>true</c>); several only for <see cref="Comparison.In"/>.</param>
public sealed record Condition(string? Aws, string? Crm, Comparison Comparison, IReadOnlyList<string> Operands);

/// <summary>One line of the mapping: an AWS field, a CRM field, and how values turn into each other.</summary>
/// <param name="Aws">An API path, a path with a root, or a file's field name.</param>
/// <param name="Crm">The CRM field, through at most two relations.</param>
/// <param name="Inbound">AWS's value is written to the CRM.</param>
/// <param name="Outbound">The CRM's value is sent to AWS.</param>
/// <param name="Values">AWS value to CRM values (JSON scalars as canonical text), first the primary one; empty when values stay as they are.</param>
/// <param name="OutboundDefault">CRM value (canonical text) to the AWS value it stands for outbound, where it stands under several.</param>
/// <param name="PassUnmapped">A value that <paramref name="Values"/> does not list is passed as it is instead of held.</param>
/// <param name="Join">What joins a list's elements into one CRM text, null when the field is no list.</param>
/// <param name="Round">Decimals that the CRM keeps, null to keep all.</param>
/// <param name="Truncate">UTF-16 units that the CRM keeps, null to keep all.</param>
/// <param name="Trim">The CRM drops white space at both ends.</param>
/// <param name="Fallback">What is sent when the CRM field is empty and AWS has no value, tier by tier.</param>
public sealed record FieldMapping(
    string Aws, string Crm, bool Inbound, bool Outbound, IReadOnlyList<ValueMapping> Values,
    IReadOnlyDictionary<string, string> OutboundDefault, bool PassUnmapped, string? Join, int? Round, int? Truncate, bool Trim,
    Owner Owner, IReadOnlyList<FallbackTier> Fallback)
{
    /// <summary>What each object of a list becomes in the CRM's text (<c>{Time} {Value}</c>); null for a list of texts. Such a line goes inbound only.</summary>
    public string? Element { get; init; }

    /// <summary>The CRM's text is sent in small letters.</summary>
    public bool Lower { get; init; }

    /// <summary>The CRM's text is a phone number and is sent with its country; null: as it is.</summary>
    public PhoneFormat? Phone { get; init; }

    /// <summary>A line that copies both ways.</summary>
    public static FieldMapping Copy(string aws, string crm) =>
        new(aws, crm, true, true, [], EmptyDefaults, false, null, null, null, false, Owner.None, []);

    static readonly Dictionary<string, string> EmptyDefaults = [];
}

/// <summary>How the CRM's phone numbers without a country are meant.</summary>
/// <param name="Country">The country code of national numbers: <c>+49</c>.</param>
/// <param name="Trunk">The digits that a national number begins with and that fall away behind the country code, or null: none do.</param>
/// <param name="International">The digits that are dialled for <c>+</c>, or null: only + begins an international number.</param>
public sealed record PhoneFormat(string Country, string? Trunk, string? International);

/// <param name="Aws">AWS's value as plain text.</param>
/// <param name="Crm">CRM values, JSON scalars as canonical text (<c>"Closed"</c> with quotes, <c>true</c>).</param>
public sealed record ValueMapping(string Aws, IReadOnlyList<string> Crm);

/// <summary>The kinds of fallback tier (row C10).</summary>
public enum FallbackKind
{
    /// <summary>Another CRM field.</summary>
    Crm,

    /// <summary><c>today+15d</c>: a day relative to the day of the run (units d, w, m, y).</summary>
    Date,

    /// <summary>A literal, canonical JSON text.</summary>
    Literal,

    /// <summary>An error with that text: nothing is sent.</summary>
    Error,
}

/// <param name="Text">The CRM field, the date expression, the literal's canonical JSON text, or the error's text.</param>
public sealed record FallbackTier(FallbackKind Kind, string Text);
