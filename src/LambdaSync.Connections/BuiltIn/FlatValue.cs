namespace LambdaSync.Connections.BuiltIn;

enum FlatKind
{
    Null,
    Text,
    Number,
    Boolean,

    /// <summary>An array, or a number too large to write out: no field takes it.</summary>
    Other,
}

/// <summary>One value of a flat record.</summary>
/// <param name="Text">The text; a number's plain decimal digits; <c>true</c> or <c>false</c>; empty for null.</param>
readonly record struct FlatValue(FlatKind Kind, string Text)
{
    public static readonly FlatValue Null = new(FlatKind.Null, "");
    public static readonly FlatValue True = new(FlatKind.Boolean, "true");
    public static readonly FlatValue False = new(FlatKind.Boolean, "false");

    public bool IsNull => Kind == FlatKind.Null;

    public static FlatValue Of(string text) => new(FlatKind.Text, text);
}
