namespace LambdaSync.Functions;

/// <summary>Who synchronizes a CRM: a stack, or a data folder of one machine.</summary>
/// <param name="Id">Among all that may work with one CRM; null: the id that its store has, which a moved data folder keeps.</param>
/// <param name="Name">As messages and the CRM name it.</param>
public sealed record CrmOwner(string? Id, string Name)
{
    /// <summary>A stack. Its name is used once in an account and region, and stays when its table is restored.</summary>
    public static CrmOwner Stack(string name, string account, string region) => new($"{account}/{region}/{name}", $"the stack {name} of account {account} in {region}");

    public static CrmOwner Folder(string machine) => new(null, $"a data folder of the machine {machine}");
}
