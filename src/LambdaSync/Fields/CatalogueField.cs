namespace LambdaSync.Fields;

/// <summary>The JSON form of a field's value on AWS's side.</summary>
public enum FieldType
{
    /// <summary>Text; also every value of a list.</summary>
    Text,

    /// <summary>A decimal number written as text in the API (<c>"12500.00"</c>) and as a number in files.</summary>
    Amount,

    /// <summary>A whole or decimal number written as a JSON number.</summary>
    Number,

    /// <summary>A calendar day, <c>yyyy-MM-dd</c>.</summary>
    Date,

    /// <summary>A moment in UTC, ISO 8601.</summary>
    Timestamp,
}

/// <summary>When a field has to be there.</summary>
public enum Requirement
{
    Optional,

    /// <summary>Always.</summary>
    Mandatory,

    /// <summary>When <see cref="CatalogueField.RequiredWhen"/> holds.</summary>
    Conditional,
}

/// <summary>The review statuses in which a field may be changed.</summary>
[Flags]
public enum ReviewStatuses
{
    None = 0,
    PendingSubmission = 1,
    ActionRequired = 2,
    Approved = 4,
}

/// <summary>Who may write a field, and with what operation.</summary>
[Flags]
public enum Writers
{
    /// <summary>AWS alone; a partner reads it.</summary>
    Aws = 0,
    Create = 1,
    Update = 2,

    /// <summary>AssociateOpportunity / DisassociateOpportunity.</summary>
    Associate = 4,

    /// <summary>AssignOpportunity.</summary>
    Assign = 8,

    /// <summary>Accepting, rejecting or submitting.</summary>
    Answer = 16,
}

/// <summary>
/// One member of AWS's opportunity (by API path) or of a lead (by file name): its type, limits and when it may be written.
/// A rule is firm when it stops a request: that is what AWS's API model states as required, type, length or pattern.
/// </summary>
/// <param name="Path">Path with every index as <c>[]</c> and its root: <c>Customer.Contacts[].Email</c>, <c>aws:LifeCycle.Stage</c>, <c>file:company</c>.</param>
/// <param name="MinLength">In UTF-16 units; 0 when none is published.</param>
/// <param name="MaxLength">In UTF-16 units; 0 when none is published.</param>
/// <param name="Pattern">A regular expression for the whole value, or null.</param>
/// <param name="Values">The published values, or null when any text goes. Never firm.</param>
/// <param name="Required">
/// Whether the partner has to give it; members that AWS writes are Optional. <see cref="FirmlyRequired"/> says whose rule that is.
/// </param>
/// <param name="RequiredWhen">
/// The condition, or null: terms joined by <c>&amp;</c>, each <c>path</c> (something is there), <c>path=value</c> or
/// <c>path!=value</c> (also true when nothing is there), where <c>a|b</c> stands for either value. A path may name a structure or,
/// ending in <c>[]</c>, an element; what the field and the condition have in common up to a <c>[]</c> is the same element.
/// <see cref="FieldCondition"/> reads it.
/// </param>
/// <param name="OpenIn">The review statuses in which UpdateOpportunity or an association may change it; None for all others.</param>
/// <param name="Firm">Whether type, length and pattern come from AWS's API model and so stop a request.</param>
/// <param name="Sensitive">Whether AWS's model marks it as personal or confidential.</param>
public sealed record CatalogueField(
    string Path, FieldType Type, int MinLength, int MaxLength, string? Pattern, ValueList? Values,
    Requirement Required, string? RequiredWhen, Writers Writers, ReviewStatuses OpenIn, bool Firm, bool Sensitive)
{
    /// <summary>Whether the path ends in a list of texts (<c>[]</c>).</summary>
    public bool IsList => Path.EndsWith("[]", StringComparison.Ordinal);

    /// <summary>Whether AWS's API model itself requires it, or AWS's guide states it as a gate; otherwise <see cref="Required"/> is the file sheet's advice.</summary>
    public bool FirmlyRequired { get; init; }

    /// <summary>Whether only AWS writes it.</summary>
    public bool ReadOnly => Writers == Writers.Aws;
}
