using LambdaSync.Mapping;

namespace LambdaSync.Connections.BuiltIn;

/// <param name="Links">The reference fields that are crossed, in order.</param>
/// <param name="Target">The object the field belongs to.</param>
sealed record CrmPath(IReadOnlyList<CrmField> Links, ObjectSchema Target, CrmField Field);
