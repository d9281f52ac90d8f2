namespace LambdaSync.Fields;

/// <summary>How a file's value becomes the record document's value.</summary>
public enum FileTransform
{
    /// <summary>The same text; a number where the target is text becomes its decimal text.</summary>
    Copy,

    /// <summary>A value list: the file's spelling becomes the API's; a spelling the list does not have is kept.</summary>
    Value,

    /// <summary><c>a;b</c> becomes <c>["a","b"]</c>, each through the value list if there is one.</summary>
    Split,

    /// <summary>A JSON array of texts stays one.</summary>
    Array,

    /// <summary>A number becomes decimal text; with the constant members that AWS wants beside an amount of spend.</summary>
    Spend,

    /// <summary>A number becomes decimal text.</summary>
    Amount,

    /// <summary>One name becomes FirstName and LastName at the first space; the two targets in that order.</summary>
    Name,

    /// <summary><c>partnerPrimaryNeedFromAws</c>: a list, or the involvement type "For Visibility Only".</summary>
    PrimaryNeeds,

    /// <summary><c>solutionOffered</c>: a list of ids; "Other" has no id and stays under <c>file</c>.</summary>
    Solutions,

    /// <summary>Stays under <c>file</c> by its own name, as it is.</summary>
    Keep,
}

/// <summary>When the file sheet lets a partner change a field.</summary>
[Flags]
public enum FileEditable
{
    Never = 0,
    AtCreate = 1,
    UntilLaunchedOrLost = 2,
    WhileActionRequired = 4,
    AfterLaunched = 8,
}

/// <summary>One member of a record in an ACE file, as the field sheet (V14.3) and the samples have it.</summary>
/// <param name="Name">The canonical spelling.</param>
/// <param name="Variants">Other spellings the sources use.</param>
/// <param name="Versions">Bit 1 = payload version 1, bit 2 = version 2.</param>
/// <param name="Targets">Where it goes in the record document: <c>Customer.Contacts[0].Email</c>, <c>OpportunityTeam[BusinessTitle=OpportunityOwner].Email</c>, <c>file:createdBy</c>.</param>
/// <param name="Required">Whether a partner's file has to give it.</param>
/// <param name="RequiredWhen">As <see cref="CatalogueField.RequiredWhen"/>, with file fields' names and file spellings.</param>
/// <param name="Editable">As the sheet's columns have it, which do not cover answering a referral.</param>
/// <param name="FromAws">Appears in files that AWS sends.</param>
/// <param name="ToAws">May be put into files for AWS.</param>
/// <param name="Deprecated">Withdrawn in field set v14: read, never sent.</param>
public sealed record FileField(
    string Name, IReadOnlyList<string> Variants, int Versions, IReadOnlyList<string> Targets, FileTransform Transform,
    FieldType Type, int MinLength, int MaxLength, ValueList? Values, Requirement Required, string? RequiredWhen, FileEditable Editable,
    bool FromAws, bool ToAws, bool Deprecated);
