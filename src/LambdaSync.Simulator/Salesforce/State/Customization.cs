namespace LambdaSync.Simulator.Salesforce.State;

/// <summary>What an administrator configured: rules that act on saves.</summary>
sealed class Customization
{
    public List<ValidationRule> Validations { get; } = [];

    public List<AssignmentRule> Assignments { get; } = [];

    public List<DuplicateRule> Duplicates { get; } = [];

    public List<Flow> Flows { get; } = [];

    public void Clear()
    {
        Validations.Clear();
        Assignments.Clear();
        Duplicates.Clear();
        Flows.Clear();
    }
}

/// <summary>A save of a record for which the condition holds is refused.</summary>
/// <param name="When">A condition as a WHERE clause.</param>
/// <param name="Field">Where the message is shown; null: on the page.</param>
/// <param name="IsTrigger">An Apex trigger or a flow refuses it, not a validation rule: the code differs.</param>
sealed record ValidationRule(string Object, Soql.Condition When, string Message, string? Field, bool IsTrigger);

/// <summary>Gives a record to another owner, on create and on update, unless <c>Sforce-Auto-Assign: FALSE</c> (REST, Assignment Rule Header).</summary>
sealed record AssignmentRule(string Object, Soql.Condition? When, string OwnerId);

/// <summary>Records with equal values are duplicates.</summary>
/// <param name="Fields">All of them have to be equal, and not empty.</param>
/// <param name="IsBlock">The rule blocks; else it alerts, and <c>allowSave=true</c> saves.</param>
sealed record DuplicateRule(string Name, string Object, IReadOnlyList<string> Fields, bool IsBlock, string Message);

/// <summary>A flow before the save.</summary>
/// <param name="Value">What the field gets; null clears it.</param>
/// <param name="IsBack">The rule restores the field's value from before the save and ignores the value given here.</param>
sealed record Flow(string Object, string Field, object? Value, bool IsBack, Soql.Condition? When);
