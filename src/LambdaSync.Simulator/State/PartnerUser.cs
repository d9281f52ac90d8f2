namespace LambdaSync.Simulator.State;

/// <summary>A user of the partner's Partner Central account: opportunities can be assigned to one.</summary>
/// <param name="Email">In lower case.</param>
sealed record PartnerUser(string Email, string FirstName, string LastName, string? Phone = null);
