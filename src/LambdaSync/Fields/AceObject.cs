namespace LambdaSync.Fields;

/// <summary>The two kinds of record that AWS and the partner share.</summary>
public enum AceObject
{
    Opportunity,
    Lead,
}
