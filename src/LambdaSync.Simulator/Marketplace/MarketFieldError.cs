using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>One entry of ValidationException's ValidationExceptionFieldList.</summary>
/// <param name="FieldName">A JSON path.</param>
/// <param name="Code">CannotParse, FieldValidationFailed, Other, UnknownOperation.</param>
sealed record MarketFieldError(string? FieldName, string Code, string Message, string? EntityType, string? EntityId, string? ChangeType) : FieldError(FieldName, Code, Message);
