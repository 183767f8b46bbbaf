/// Who answers: providers, upstream models and the routes to them.
@NullMarked
package dev.penstock.domain.route;

import org.jspecify.annotations.NullMarked;
