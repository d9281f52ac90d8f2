namespace LambdaSync.Functions.Engine;

/// <summary>How a run differs from the work on due records.</summary>
/// <param name="Sweep">The reason of the sweep or backfill that selected the records, or null: they are due.</param>
/// <param name="Budget">The existing CRM records that the sweep may overwrite, or null: as many as there are.</param>
/// <param name="Creations">The records that may be created at AWS, or null: as many as there are.</param>
sealed record RunTerms(string? Sweep, ChangeBudget? Budget, CreationBudget? Creations = null)
{
    public static RunTerms Due(CreationBudget? creations) => new(null, null, creations);

    /// <summary>A sweep selects its records again, so a failure before the first write ends the run and leaves them unchanged.</summary>
    public bool IsSweep => Sweep is not null;
}
